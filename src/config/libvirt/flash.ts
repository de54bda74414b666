import type { DiskSource } from '../../model/disk-source.js';
import type { Fact, VmDisk } from '../../model/vm-disk.js';
import { plainDraft } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import { sourceOfName } from '../sources.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, child, type Element, textOf } from '../xml/element.js';
import type { Skipped, Surroundings } from './disk.js';
import { sourceOf } from './source.js';

export interface Flash {
  readonly disks: readonly VmDisk[];
  readonly skipped: readonly Skipped['skipped'][];
}

/**
 * Firmware and its variables, which are flash chips to the guest. libvirt 11.3.0,
 * qemuFirmwareEnsureNVRAM: read-only flash gets variables unless it is stateless.
 */
export function readFlash(domain: Element, { source }: Surroundings): Flash {
  const os = child(domain, 'os');
  if (os === undefined) return { disks: [], skipped: [] };
  const loader = child(os, 'loader');
  const nvram = child(os, 'nvram');
  const firmware = attributeText(os, 'firmware');
  const isRom = firmware === 'bios' || attributeText(loader, 'type') === 'rom';
  if (isRom) return { disks: [], skipped: [] };
  const isChosen = firmware === 'efi';
  const isFlash = isChosen || attributeText(loader, 'type') === 'pflash';
  const disks: VmDisk[] = [];
  const skipped: Skipped['skipped'][] = [];
  const isReadOnly =
    attributeText(loader, 'readonly') === 'yes' || (isChosen && textOf(loader) === '');
  if (loader !== undefined && isFlash && textOf(loader) !== '') {
    const at = positionAt(source, loader.span);
    if (isReadOnly) skipped.push({ id: 'loader', reason: 'read-only', at });
    else disks.push(flashDisk('loader', loader, formatOf(source, loader, loader, false), source));
  }
  if (!isStateless(os, loader) && (nvram !== undefined || (isFlash && isReadOnly))) {
    const element = nvram ?? loader ?? os;
    const format = formatOf(source, element, loader, isChosen);
    disks.push(flashDisk('nvram', element, format, source));
  }
  return { disks, skipped };
}

/** The `uefi-vars` device of `<varstore>` keeps the variables, no flash. libvirt 12.1.0, NEWS.rst. */
function isStateless(os: Element, loader: Element | undefined): boolean {
  return attributeText(loader, 'stateless') === 'yes' || child(os, 'varstore') !== undefined;
}

function formatOf(
  source: SourceText,
  element: Element,
  loader: Element | undefined,
  isChosen: boolean,
): Fact<string> {
  const given =
    attribute(element, 'format') ??
    attribute(element, 'templateFormat') ??
    attribute(loader, 'format');
  const at = positionAt(source, element.span);
  if (given !== undefined) return written(given.value, positionAt(source, given.span));
  return isChosen
    ? unresolved('the firmware that libvirt chooses', at, ['raw', 'qcow2'])
    : byDefault('raw', 'libvirt', at);
}

function flashDisk(id: string, element: Element, format: Fact<string>, source: SourceText): VmDisk {
  const at = positionAt(source, element.span);
  return {
    ...plainDraft(id, at, 'no-settings'),
    frontend: byDefault('pflash', 'libvirt', at),
    device: 'cfi.pflash01',
    format,
    source: holderOf(id, element, source),
  };
}

/** A path as text, or since libvirt 8.5.0 a source such as a disk has. */
function holderOf(id: string, element: Element, source: SourceText): DiskSource {
  const isNamed = element.name === 'nvram' || id === 'loader';
  const name = isNamed ? textOf(element) : '';
  if (name !== '') {
    const kind = written(sourceOfName(name), positionAt(source, element.textSpan));
    return { kind, name };
  }
  const given = child(element, 'source') === undefined ? null : sourceOf(source, element);
  return given ?? { kind: byDefault('file', 'libvirt', positionAt(source, element.span)), name };
}
