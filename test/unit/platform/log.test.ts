/** One line per fact, whatever the text contains. */
import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel } from '../../../main/platform/log.ts';

function open(level: LogLevel) {
  const lines: string[] = [];
  return { lines, log: createLog('station', { level, write: line => void lines.push(line) }) };
}

describe('log', () => {
  it('writes time, level, namespace and text on one line', () => {
    const { lines, log } = open('debug');
    log
      .child('rpc')
      .child('x')
      .warn(() => 'text');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z warn {2}station\.rpc\.x: text\n$/);
  });

  it('does not even build the text of a level that is not wanted', () => {
    const { lines, log } = open('warn');
    let built = 0;
    const text = () => `${++built}`;
    log.debug(text);
    log.info(text);
    log.child('x').info(text);
    log.warn(text);
    log.error(text);
    expect(built).toBe(2);
    expect(lines).toHaveLength(2);
  });

  it.each([
    ['a line feed', 'a\nb'],
    ['a CRLF', 'a\r\nb'],
    ['a carriage return', 'a\rb'],
    ['an escape sequence', 'a\u001b[2Jb'],
    ['a NUL', 'a\u0000b'],
    ['a NEL', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
  ])('invariant 6: %s in a text forges no second line and no terminal command', (_what, text) => {
    const { lines, log } = open('info');
    log.info(() => text);
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    expect(lines[0]).toMatch(/a.*b/);
  });
});
