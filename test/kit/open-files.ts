/** What this process holds open, as the kernel sees it: leaks show here whatever a library believes to have closed. Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Targets of open file descriptors that match, e.g. `/dev/pts/` or `socket:`. */
export function openFiles(pattern: RegExp): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return pattern.test(target) ? [target] : [];
    } catch {
      // Closed between the listing and the look, like the one that made the listing.
      return [];
    }
  });
}

/** Resident memory of this process, MB. */
export function residentMb(): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kb) / 1_024;
}
