/** Comments of packets: written short, read back whole. */
import { describe, expect, it } from 'vitest';
import {
  FrameNotes,
  markText,
  type NotedFrame,
  NoteReader,
} from '../../../../../main/acquisition/recorder/format/frame-notes.ts';
import {
  interfaceBlock,
  PacketScanner,
  packetSize,
  sectionHeader,
  writePacket,
} from '../../../../../main/acquisition/recorder/format/pcapng.ts';

/** Comment and flags as they stand in a file. */
function inFile(options: Uint8Array): { comment: string; flags: number } {
  const parts = { interface: 0, prefix: Buffer.alloc(0), bytes: Buffer.alloc(0), originalLength: 0, options };
  const buffer = Buffer.alloc(packetSize(parts));
  writePacket({ buffer, view: new DataView(buffer.buffer, buffer.byteOffset) }, 0, { packet: parts, timeUs: 0 });
  const found: { comment: string; flags: number }[] = [];
  const scanner = new PacketScanner(({ comment, flags }) => void found.push({ comment, flags }));
  scanner.push(Buffer.concat([sectionHeader('x'), interfaceBlock({ name: 'x', description: '' }), buffer]));
  return found[0] ?? { comment: 'unreadable', flags: -1 };
}

class Bench {
  readonly notes = new FrameNotes();
  reader = new NoteReader();

  constructor() {
    this.nextFile();
  }

  nextFile(): void {
    this.notes.beginFile();
    this.reader = new NoteReader();
  }

  comment(frame: Partial<NotedFrame>, isWritten = true): string {
    const { comment } = inFile(this.notes.optionsOf({ direction: 'sent', device: 'PLC', ...frame }));
    if (isWritten) this.notes.written();
    return comment;
  }

  /** As the next reader of the file understands it. */
  read(frame: Partial<NotedFrame>) {
    return this.reader.read(this.comment(frame));
  }
}

const THREE = ['PT-1101', 'PT-1102', 'PT-1103'];

describe('a comment', () => {
  it('names the device, or says that it is not known', () => {
    const bench = new Bench();
    expect(bench.comment({})).toBe('PLC');
    expect(bench.comment({ device: null })).toBe('?');
    expect(bench.comment({ tags: [] })).toBe('PLC');
  });

  it('names all tags once in a file and only their number after that', () => {
    const bench = new Bench();
    expect(bench.comment({ tags: THREE })).toBe('PLC #1: PT-1101, PT-1102, PT-1103');
    expect(bench.comment({ tags: THREE })).toBe('PLC #1: PT-1101 … PT-1103 (3)');
    expect(bench.comment({ tags: ['A'] })).toBe('PLC #2: A');
    bench.nextFile();
    expect(bench.comment({ tags: THREE })).toBe('PLC #1: PT-1101, PT-1102, PT-1103');
  });

  it('names them again when the first packet was not written', () => {
    const bench = new Bench();
    bench.comment({ tags: THREE }, false);
    expect(bench.comment({ tags: THREE })).toBe('PLC #1: PT-1101, PT-1102, PT-1103');
  });

  it('knows equal tags in another list, and the same tags of another device as other ones', () => {
    const bench = new Bench();
    bench.comment({ tags: THREE });
    expect(bench.comment({ tags: [...THREE] })).toBe('PLC #1: PT-1101 … PT-1103 (3)');
    expect(bench.comment({ tags: THREE, device: 'FC' })).toBe('FC #2: PT-1101, PT-1102, PT-1103');
    expect(bench.comment({ tags: THREE })).toBe('PLC #1: PT-1101 … PT-1103 (3)');
  });

  it('ends with the problem, whole names before it if they are due', () => {
    const bench = new Bench();
    expect(bench.comment({ problem: 'late reply' })).toBe('PLC ! late reply');
    expect(bench.comment({ tags: THREE, problem: 'late' })).toBe('PLC #1: PT-1101, PT-1102, PT-1103 ! late');
    expect(bench.comment({ tags: THREE, problem: 'late' })).toBe('PLC #1: PT-1101 … PT-1103 (3) ! late');
  });

  it('is one line of bounded length whatever a device has put into it', () => {
    const bench = new Bench();
    expect(bench.comment({ problem: 'a\r\nb\u0000c\u2028d' })).toBe('PLC ! a b c d');
    expect(bench.comment({ problem: '很'.repeat(5_000) })).toHaveLength('PLC ! '.length + 301);
    expect(markText(`closed:\n${'x'.repeat(5_000)}`)).toHaveLength(1_001);
  });

  it('says sent or received in the flags, and a CRC error where there is one', () => {
    const { notes } = new Bench();
    const flags = (frame: Partial<NotedFrame>) =>
      inFile(notes.optionsOf({ direction: 'sent', device: 'PLC', ...frame })).flags;
    expect(flags({})).toBe(2);
    expect(flags({ direction: 'received' })).toBe(1);
    expect(flags({ direction: 'received', problem: 'late reply' })).toBe(1);
    expect(flags({ direction: 'received', problem: 'CRC error' })).toBe(0x0100_0001);
  });

  it('fits into its option with more names than a request can ask for', () => {
    const bench = new Bench();
    const many = Array.from({ length: 2_000 }, (_, i) => `AREA-17/${'X'.repeat(40)}-${i}`);
    const comment = bench.comment({ tags: many });
    expect(comment).toMatch(/^PLC #1: AREA-17\/X+-0, .* … AREA-17\/X+-1999 \(2000\)$/);
    expect(Buffer.byteLength(comment)).toBeLessThan(32_200);
    expect(bench.reader.read(comment).tags.at(-1)).toBe(many.at(-1));
  });

  it('costs no more memory with lists that are made anew for ever', () => {
    const bench = new Bench();
    for (let i = 0; i < 30_000; i++)
      bench.notes.optionsOf({ direction: 'sent', device: 'PLC', tags: [`T-${i}`, 'B', 'C'] });
    // Known blocks have been forgotten meanwhile; a list is named in full again and is understood.
    expect(bench.read({ tags: ['T-1', 'B', 'C'] }).tags).toEqual(['T-1', 'B', 'C']);
    expect(bench.read({ tags: ['T-1', 'B', 'C'] }).tags).toEqual(['T-1', 'B', 'C']);
  });
});

describe('reading a comment', () => {
  it('gives back device, all tags and problem, also where the tags are only numbered', () => {
    const bench = new Bench();
    for (const problem of [null, 'exception 0x02 ! at holding:500: gone']) {
      const more = problem === null ? {} : { problem };
      for (let i = 0; i < 2; i++) {
        expect(bench.read({ tags: THREE, ...more })).toEqual({ device: 'PLC', tags: THREE, problem });
        expect(bench.read({ device: null, tags: ['A', 'B'], ...more })).toEqual({
          device: null,
          tags: ['A', 'B'],
          problem,
        });
        expect(bench.read({ ...more })).toEqual({ device: 'PLC', tags: [], problem });
      }
    }
  });

  it('gives the ends of a list whose names stood in a part that is missing', () => {
    const reader = new NoteReader();
    expect(reader.read('PLC #9: A … Z (26)').tags).toEqual(['A', 'Z']);
    expect(reader.read('PLC #9: A, B, Z').tags).toEqual(['A', 'B', 'Z']);
    expect(reader.read('PLC #9: A … Z (26)').tags).toEqual(['A', 'B', 'Z']);
  });

  it.each([
    '',
    ' ! ',
    '#',
    ' #: ',
    'a: b: c',
    ' … ',
    '你好',
    'PLC #1',
  ])('makes something of the foreign comment "%s"', text => {
    const note = new NoteReader().read(text);
    expect(Array.isArray(note.tags)).toBe(true);
  });
});
