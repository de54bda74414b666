/** Seconds that this process has worked: what else the machine does is no part of it. */
export function secondsOfWork(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
