import { openNote } from '../draft.js';
import { holdsNoDisk } from '../shell/no-disk.js';
import type { Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import type { Setup } from './setup.js';

/** `-device` of a network card or a display is no concern of a disk's. */
const ofDisks =
  /(^|[\s"'(])--?(drive|blockdev|hd[a-d]|cdrom|fd[ab]|sd|pflash|mtdblock|usbdevice|global|set|readconfig|snapshot|machine|M|chardev|device["'\s]+(?!["']?(virtio-(net|vga|gpu|rng|balloon|serial|keyboard|mouse|tablet|9p)|e1000|rtl8139|usb-(tablet|kbd|mouse|net|audio)|qxl|VGA|intel-hda|hda-)))/;

/** What is the value of these is no disk: QEMU, qemu-options.hx. A CD-ROM is none that is judged. */
const ofOthers =
  'D accel append audiodev bios boot cdrom cpu display fsdev fw_cfg gdb incoming initrd k kernel m monitor name net netdev nic object parallel pidfile qmp rtc serial smbios smp spice uuid vga virtfs vnc'.split(
    ' ',
  );

/** Whether what a variable may hold is no concern of a disk's. */
export const isHarmless = (source: SourceText, word: Word): boolean =>
  holdsNoDisk(source, word, ofDisks, ofOthers);

/** Notes options that nobody can read, which may be of any disk. */
export function unreadable(setup: Setup, source: SourceText, word: Word): void {
  if (isHarmless(source, word)) return;
  const text = source.text.slice(word.start, word.end);
  const message = `\`${text}\` may add options: what it holds is not known here`;
  const at = positionAt(source, word);
  const isKnown = setup.notes.some(
    (each) => each.message === message && each.at.line === at.line && each.at.column === at.column,
  );
  if (!isKnown) setup.notes.push(openNote('unreadable', message, at));
}

/** What a message shows of a text. */
export const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}...` : text);
