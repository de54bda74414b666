/** Of this process: on a busy machine the clock on the wall says nothing about the work. */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
