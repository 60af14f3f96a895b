import { readFileSync } from 'node:fs';

/** Resident memory of a process in MiB. */
export const residentMb = (processId: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1]) / 1_024;

/** Runs the work and gives the highest resident memory seen meanwhile, in MiB, with what it gave. */
export async function watchMemory<T>(
  processId: number,
  work: () => Promise<T>,
): Promise<{ result: T; peakMb: number }> {
  let peakMb = residentMb(processId);
  const timer = setInterval(() => (peakMb = Math.max(peakMb, residentMb(processId))), 50);
  try {
    return { result: await work(), peakMb };
  } finally {
    clearInterval(timer);
  }
}
