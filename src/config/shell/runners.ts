/** Programs that take a whole command as one word, or from their input, and run it. */
export const runners =
  /^(.*\/)?(ssh|sh|bash|dash|zsh|ksh|ash|su|sudo|runuser|eval|trap|tmux|screen|script|xterm|gnome-terminal|konsole|watch|timeout|nohup|setsid|daemonize|systemd-run|docker|podman|kubectl|nsenter|chroot|lxc-attach|machinectl|at|expect|spawn)$/;
