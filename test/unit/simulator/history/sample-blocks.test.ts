/** Announced samples become batches over one time axis without losing their tag, time or order. */
import { expect, it } from 'vitest';
import { SampleBlocks } from '../../../../main/simulator/history/sample-blocks.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';

const handles = Uint32Array.of(3, 5, 8);
const names = ['A', 'B', 'C'];
const reply = (t: number, of: Uint32Array, v: readonly number[], q = GOOD) => ({
  handles: of,
  t: new Float64Array(of.length).fill(t),
  v: Float64Array.from(v),
  q: new Uint16Array(of.length).fill(q),
});

it('keeps the samples of a group together over one axis and leaves out qualities that are good throughout', () => {
  const blocks = new SampleBlocks([{ handles, names }]);
  blocks.add(reply(1, handles, [10, 20, 30]));
  blocks.add(reply(2, Uint32Array.of(8, 3, 5), [31, 11, 21], COMM_LOSS));
  expect(blocks.take()).toEqual([]);
  const q = Uint16Array.of(GOOD, COMM_LOSS);
  expect(blocks.takeAll()).toEqual([
    {
      t: Float64Array.of(1, 2),
      columns: [
        { tag: 'A', v: Float64Array.of(10, 11), q },
        { tag: 'B', v: Float64Array.of(20, 21), q },
        { tag: 'C', v: Float64Array.of(30, 31), q },
      ],
    },
  ]);
  blocks.add(reply(3, handles, [1, 2, 3]));
  expect(blocks.takeAll()[0]?.columns[0]).toEqual({ tag: 'A', v: Float64Array.of(1) });
});

it('gives what happens to some tags of a group a batch of its own, after what was before it', () => {
  const blocks = new SampleBlocks([{ handles, names }]);
  blocks.add(reply(1, handles, [10, 20, 30]));
  blocks.add(reply(2, Uint32Array.of(5), [21], COMM_LOSS));
  blocks.add(reply(3, handles, [12, 22, 32]));
  const batches = blocks.takeAll();
  expect(batches.map(({ t }) => [...t])).toEqual([[1], [2], [3]]);
  expect(batches[1]?.columns).toEqual([{ tag: 'B', v: Float64Array.of(21), q: Uint16Array.of(COMM_LOSS) }]);
});

it('gathers nothing of a tag that belongs to no group', () => {
  const blocks = new SampleBlocks([{ handles, names }]);
  blocks.add(reply(1, Uint32Array.of(4), [1]));
  expect(blocks.takeAll()).toEqual([]);
});

it('hands a batch over when it holds as many values as an import should', () => {
  const wide = {
    handles: Uint32Array.from({ length: 100 }, (_, i) => i),
    names: Array.from({ length: 100 }, (_, i) => `T${i}`),
  };
  const blocks = new SampleBlocks([wide]);
  const values = wide.names.map((_, i) => i);
  for (let row = 0; row < 655; row += 1) blocks.add(reply(row, wide.handles, values));
  const [batch] = blocks.take();
  expect(batch?.t).toHaveLength(655);
  expect(batch?.columns[99]?.v).toEqual(new Float64Array(655).fill(99));
});

it('never goes back in time: what comes with an older time has that of the last of its group', () => {
  const blocks = new SampleBlocks([{ handles, names }]);
  blocks.add(reply(5, handles, [10, 20, 30]));
  blocks.add(reply(3, Uint32Array.of(5), [21]));
  blocks.add(reply(4, handles, [12, 22, 32]));
  blocks.add(reply(6, handles, [13, 23, 33]));
  expect(blocks.takeAll().map(({ t }) => [...t])).toEqual([[5], [5], [5, 6]]);
});
