/** The command line of `npm run frames`: what it means, and what it refuses in both languages. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parseFramesArguments } from '../../../../../main/acquisition/recorder/cli/frames-arguments.ts';
import { StationError } from '../../../../../main/platform/station-error.ts';

const CWD = resolve('/projects/li');
const parse = (text: string) => parseFramesArguments(text.split(' ').filter(Boolean), CWD);

it('chooses everything unless told otherwise, with paths from where it was typed', () => {
  expect(parse('list --data d')).toEqual({
    verb: 'list',
    data: resolve(CWD, 'd'),
    channel: null,
    device: null,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    out: '',
  });
});

it('takes channel, device, times with their zone, and where to write', () => {
  const args = parse(
    '--data=/d export --channel plc --device PLC --from 2026-03-01T08:00:00+08:00 --to 2026-03-01T00:01Z --out ../x.pcapng',
  );
  expect(args).toEqual({
    verb: 'export',
    data: resolve('/d'),
    channel: 'plc',
    device: 'PLC',
    from: Date.UTC(2026, 2, 1),
    to: Date.UTC(2026, 2, 1, 0, 1),
    out: resolve('/projects/x.pcapng'),
  });
});

it.each([
  ['', 'Unknown command'],
  ['dump --data d', 'Unknown command "dump"'],
  ['list print --data d', 'Unknown command "list print"'],
  ['list', '--data is needed'],
  ['list --data=', '--data is empty'],
  ['list --data d --chanel plc', '--chanel'],
  ['export --data d', 'export needs --out'],
  ['print --data d --from yesterday', '--from must be an ISO time'],
  ['print --data d --from 2026-03-01T08:00:00', '--from must be an ISO time'],
  ['print --data d --to 2026-13-01T08:00:00Z', '--to must be an ISO time'],
  ['print --data d --from 2026-03-02T00:00Z --to 2026-03-01T00:00Z', '--from lies after --to'],
])('refuses "%s" and says what is wrong', (text, message) => {
  const refused = (() => {
    try {
      parse(text);
    } catch (error) {
      if (error instanceof StationError) return error;
      throw error;
    }
    throw new Error('was accepted');
  })();
  expect(refused.code).toBe('frames-arguments');
  expect(refused.message).toContain(message);
  expect(refused.hint).toContain('frames list|export|print');
  expect(`${refused.zh.message}${refused.zh.hint}`).toMatch(/\p{Script=Han}/u);
});
