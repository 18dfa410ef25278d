/** Recorders on real folders for one test file, stopped after each test, and frames that carry a number. */
import { afterEach } from 'vitest';
import { MoodyDisk } from '../../../kit/moody-disk.ts';
import { framesOf, RecorderRig, type RecorderRigOptions } from '../../../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';
import { HandClock } from '../../support/hand-clock.ts';

export const HOUR = 3_600_000;

type Options = Partial<RecorderRigOptions>;

interface OnFolder {
  readonly rig: RecorderRig;
  readonly clock: HandClock;
}

export interface RecorderBench {
  readonly temporaryFolder: () => string;
  rigOn(options?: Options): OnFolder;
  /** With a disk that a test can make slow or full. */
  moodyRig(options?: Options): OnFolder & { readonly disk: MoodyDisk };
}

/** Registers the clean-up in the file that calls it; call it once at the top of a test file. */
export function useRecorderBench(): RecorderBench {
  const temporaryFolder = useTemporaryFolders();
  const rigs: RecorderRig[] = [];
  afterEach(async () => {
    for (const rig of rigs.splice(0)) await rig.recorder.stop();
  });
  const rigOn = (options: Options = {}): OnFolder => {
    const clock = new HandClock();
    const rig = new RecorderRig({ data: temporaryFolder(), clock, ...options });
    rigs.push(rig);
    return { clock, rig };
  };
  const moodyRig = (options: Options = {}) => {
    const disks: MoodyDisk[] = [];
    const made = rigOn({
      ...options,
      disk: folder => {
        const moody = new MoodyDisk(folder);
        disks.push(moody);
        return moody;
      },
    });
    const [disk] = disks;
    if (disk === undefined) throw new Error('the recorder took no disk');
    return { ...made, disk };
  };
  return { temporaryFolder, rigOn, moodyRig };
}

/** A frame of `bytes` bytes that begins with its number. */
export function hexOf(n: number, bytes = 4): string {
  const number = n.toString(16).padStart(8, '0');
  return number.padEnd(2 * bytes, '5');
}

export const numbersOf = (records: Parameters<typeof framesOf>[0]): number[] =>
  framesOf(records).map(f => Number.parseInt(f.hex.slice(0, 8), 16));
