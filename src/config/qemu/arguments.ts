import { isUnknown, type Word } from '../shell/word.js';
import type { SourceText } from '../text.js';

/** One option of QEMU's command line, with what follows it. */
export interface Argument {
  /** Without its dashes; '' for a word that stands alone, which is an image. */
  readonly name: string;
  readonly word: Word;
  readonly value: Word | null;
}

/** Options that print and end where their value asks for help. */
const explained =
  /^(machine|M|cpu|device|accel|netdev|nic|chardev|object|audiodev|vga|soundhw|watchdog|d|trace|global|drive)$/;

/** QEMU tells something of itself, and starts no machine. */
export function onlyTells({ text }: SourceText, words: readonly Word[]): boolean {
  return readArguments(words).some(({ name, value }) => {
    if (/^(h|help|version)$/.test(name)) return true;
    if (value === null || !explained.test(name)) return false;
    // In a page, what quotes the command goes on behind the mark that ends it.
    const quoted = text.slice(value.start, value.start + 'help`'.length);
    return /^(help|\?)$/.test(value.text) || /^(help|\?)`/.test(quoted);
  });
}

/** Options that take nothing; all others take one word. QEMU 0.10 to 11.1, qemu-options.hx. */
const switches: ReadonlySet<string> = new Set(
  (
    'h help version mem-prealloc snapshot usb nographic full-screen win2k-hack no-fd-bootchk ' +
    'preconfig S s enable-kvm xen-attach xen-domid-restrict no-reboot no-shutdown daemonize ' +
    'only-migratable nodefaults semihosting old-param no-user-config enable-sync-profile perfmap ' +
    'jitdump no-acpi no-hpet no-kvm no-kvm-irqchip no-kvm-pit no-kvm-pit-reinjection no-quit ' +
    'no-frame alt-grab ctrl-grab sdl curses portrait localtime std-vga rtc-td-hack tdf singlestep ' +
    'nodefconfig enable-kqemu kernel-kqemu no-kqemu enable-nesting usbdevice-none bt-none ' +
    'enable-hax hax no-fd-bootchk enable-fips show-cursor startdate-none'
  ).split(' '),
);

export const isSwitch = (name: string): boolean => switches.has(name);

/** QEMU, system/vl.c and the lists of options of each. */
export const impliedKeys: Readonly<Record<string, string>> = {
  blockdev: 'driver',
  device: 'driver',
  machine: 'type',
  M: 'type',
  chardev: 'backend',
};

/** QEMU knows no `-option=value` (system/vl.c, lookup_opt): the whole word is the option's name. */
export const withValue =
  /^(drive|blockdev|device|hd[abcd]|cdrom|fd[ab]|sd|pflash|mtdblock|usbdevice|global|set|readconfig)=/;

export function readArguments(words: readonly Word[]): readonly Argument[] {
  const found: Argument[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const match = /^--?([A-Za-z].*)$/s.exec(word.text);
    if (match === null) {
      found.push({ name: '', word, value: null });
      continue;
    }
    const name = match[1] ?? '';
    // A blank in it makes it no option at all, so that nothing follows it.
    if (switches.has(name) || isUnknown(name) || withValue.test(name) || /\s/.test(name))
      found.push({ name, word, value: null });
    else {
      index += 1;
      found.push({ name, word, value: words[index] ?? null });
    }
  }
  return found;
}
