/** Names of places in sentences. */
import { expect, it } from 'vitest';
import { consoleSound } from '../../../main/events/event-texts.ts';

it('calls the desktop of the station by a word of the language, and others by their address', () => {
  expect(consoleSound({ where: 'console', isMissing: false }).zh).toBe('操作站 本机 的声音输出设备恢复');
  expect(consoleSound({ where: '10.0.0.7', isMissing: false }).en).toBe('Console 10.0.0.7 has a sound device again');
});
