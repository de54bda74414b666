import { type Attributes, element, own, withText } from '../libvirt/synthetic.js';
import { readOptions } from '../qemu/options.js';
import type { Span } from '../text.js';
import type { Attribute, Element } from '../xml/element.js';
import { defaultMachine, type InstallReading, textOption, valueOfOption } from './reading.js';

/** `--boot` says more of firmware than `--machine` and `--arch` say of the rest. */
export function osElement(reading: InstallReading, span: Span): Element {
  const boot = reading.options.findLast(({ name }) => name === 'boot')?.value ?? null;
  const options = boot === null ? null : readOptions(reading.source, boot, '');
  const get = (...keys: readonly string[]): Attribute | null => {
    const found = options?.list.findLast(({ key }) => keys.includes(key));
    return found === undefined ? null : { value: found.value, span: found.span };
  };
  const uefi = get('uefi');
  const isEfi =
    get('firmware')?.value === 'efi' || (uefi !== null && !/^(off|no)$/.test(uefi.value));
  const machine = textOption(reading, 'machine') ?? get('machine') ?? defaultMachine(reading);
  const attributes: Attributes = {
    firmware: isEfi || needsEfi(reading, machine?.value ?? '') ? own('efi', span) : null,
  };
  return element('os', span, attributes, [
    element('type', span, { arch: textOption(reading, 'arch') ?? get('arch'), machine }),
    ...flashElements(get, span),
  ]);
}

/** A template of variables makes the loader a flash that is only read. */
function flashElements(
  get: (...keys: readonly string[]) => Attribute | null,
  span: Span,
): readonly Element[] {
  const loader = get('loader');
  const template = get('nvram_template', 'nvram.template');
  const nvram = get('nvram');
  const given = get('loader_type', 'loader.type');
  const byTemplate = (value: string) => (template === null ? null : own(value, span));
  const attributes: Attributes = {
    type: given ?? byTemplate('pflash'),
    readonly: get('loader_ro', 'loader.readonly') ?? (given === null ? byTemplate('yes') : null),
  };
  const variables = nvram ?? template;
  const code =
    loader === null ? [] : [withText(element('loader', loader.span, attributes), loader)];
  if (variables === null) return code;
  const store = element('nvram', variables.span, { template });
  return [...code, nvram === null ? store : withText(store, nvram)];
}

/** Machines that have no other firmware, and systems that start from no other. */
function needsEfi(reading: InstallReading, machine: string): boolean {
  const { options, system } = reading;
  const boot = options.findLast(({ name }) => name === 'boot')?.value?.text ?? '';
  if (/(^|,)(kernel|loader|nvram)=|(^|,)uefi=(off|no)/.test(boot)) return false;
  const arch = valueOfOption(reading, 'arch', 'arch');
  const hasNoBios = /^(aarch64|armv7l|riscv64|loongarch64)$/.test(arch);
  return (hasNoBios && /^(|virt(-.*)?)$/.test(machine)) || system.needsEfi;
}
