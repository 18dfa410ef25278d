/**
 * A program of its own that records without end, to be killed: `recorder-process.ts DATA`. Each frame carries a number; on
 * stdout it says every 50 ms which number came last, and when, by its own monotonic clock. Ends when its stdin ends.
 */
import { createRecorders } from '../../main/acquisition/recorder/recorders.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import { tcpChannel } from './project-parts.ts';

const [data = ''] = process.argv.slice(2);
const recorders = createRecorders({
  channels: [tcpChannel(['PLC'], { id: 'plc' })],
  dataFolder: data,
  clock: systemClock,
  log: createLog('recorder'),
  onEvent: event => process.stderr.write(`${JSON.stringify(event)}\n`),
});
process.stdin.on('end', () => process.exit(0)).resume();

const tags = ['PT-1101', 'PT-1102', 'PT-1103'];
let number = 0;
setInterval(() => {
  // 200 requests and answers a second, 120 registers each.
  for (let i = 0; i < 10; i++) {
    const bytes = Buffer.alloc(249);
    bytes.writeUInt16BE(number & 0xffff, 0);
    bytes.writeUInt16BE(243, 4);
    bytes.set([1, 3, 240], 6);
    bytes.writeUInt32BE(number++, 9);
    recorders.tap('plc').frame({ direction: 'received', device: 'PLC', bytes, tags });
  }
  process.stdout.write(`${number - 1} ${performance.now()}\n`);
}, 50);
