import type { Fact, VmDisk } from '../../model/vm-disk.js';
import { plainDraft } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import { sourceOfName } from '../sources.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, child, type Element, textOf } from '../xml/element.js';
import type { Skipped, Surroundings } from './disk.js';

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
  const isChosen = attributeText(os, 'firmware') === 'efi';
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
  const isStateless = attributeText(loader, 'stateless') === 'yes';
  if (!isStateless && (nvram !== undefined || (isFlash && isReadOnly))) {
    const element = nvram ?? loader ?? os;
    const format = formatOf(source, element, loader, isChosen);
    disks.push(flashDisk('nvram', element, format, source));
  }
  return { disks, skipped };
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
  const isNamed = element.name === 'nvram' || id === 'loader';
  const path = isNamed ? textOf(element) : '';
  const inner = child(element, 'source');
  const name = path !== '' ? path : attributeText(inner, 'file') || attributeText(inner, 'dev');
  const where = path !== '' ? positionAt(source, element.textSpan) : at;
  return {
    ...plainDraft(id, at),
    frontend: byDefault('pflash', 'libvirt', at),
    device: 'cfi.pflash01',
    format,
    source:
      name === ''
        ? { kind: byDefault('file', 'libvirt', at), name }
        : { kind: written(sourceOfName(name), where), name },
  };
}
