/** Programs that take a whole command as one word, or from their input, and run it. */
const texts =
  'ssh|sh|bash|dash|zsh|ksh|ash|su|runuser|eval|trap|tmux|screen|script|xterm|gnome-terminal|konsole|watch|at|expect|spawn';
/** Programs that run the words behind their own options, or a shell that takes commands. */
const either = 'sudo|timeout|nohup|setsid|daemonize|systemd-run|nsenter|chroot';
/** Programs that run the words behind their own options. */
const words =
  'doas|env|exec|nice|ionice|chrt|taskset|numactl|stdbuf|strace|ltrace|gdb|valgrind|perf|prlimit|setpriv|cgexec|unshare|catchsegv|firejail';
/** Containers and machines of another kind, which run what stands behind the name of one. */
const places = 'docker|podman|kubectl|lxc-attach|machinectl';

const anyOf = (...names: readonly string[]) => new RegExp(`^(.*/)?(${names.join('|')})$`);

export const textRunners = anyOf(texts);
export const wordRunners = anyOf(either, words);
export const containers = anyOf(places);
export const runners = anyOf(texts, either, places);
