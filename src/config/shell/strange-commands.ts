import { runners, wordRunners } from './runners.js';
import { declaring } from './setters.js';
import { isUnknown, type Word } from './word.js';

/** Commands of the shell and of every system, which no other file makes a function of. */
const common: ReadonlySet<string> = new Set(
  `: [ [[ alias awk basename bc break builtin case cat cd chmod chown clear cmp command continue cp curl cut
  date dd df diff dirname do done du echo egrep else esac exit expr false fi file find for function getopts
  git grep head hostname id if in install ip kill let ln ls make mkdir mkfifo mktemp modprobe mount mv paste
  popd printf ps pushd pwd python python3 qemu-img qemu-nbd read readlink readarray mapfile realpath return rm
  rmdir rsync sed select seq set shift shopt sleep socat sort ssh stat stty sync sysctl tail tar tee test then
  time touch tput tr trap true truncate type uname umount uniq until unset unzip virsh wait wc wget which while
  whoami xargs { }`.split(/\s+/),
);

export const isCommon = (name: string): boolean => common.has(name) || runners.test(name);

/**
 * Whether a command may be a function of another file, which sets what it likes.
 *
 * @param own - the words of the command, behind its keywords
 */
export function isStranger(own: readonly Word[]): boolean {
  const [first] = own;
  if (first === undefined) return false;
  const { text } = first;
  if (isUnknown(text)) return !/[/.]/.test(text) && !/^-/.test(own[1]?.text ?? '');
  if (text.includes('/') || /^qemu-|^-/.test(text)) return false;
  return !common.has(text) && !declaring.has(text) && !wordRunners.test(text);
}
