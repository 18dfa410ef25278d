/** Every sentence about a device exists in both languages, whatever state and cause meet. */
import { describe, expect, it } from 'vitest';
import { deviceText, fieldText, stationStarted } from '../../../main/events/event-texts.ts';
import { DEVICE_CAUSES, DEVICE_STATES } from '../../../shared/model/device.ts';

describe('event texts', () => {
  it('say every state and cause of a device in both languages, without mixing them', () => {
    const seen = new Set<string>();
    for (const state of DEVICE_STATES) {
      for (const cause of DEVICE_CAUSES) {
        const { zh, en } = deviceText({
          device: 'X',
          name: { zh: '站控', en: 'PLC' },
          state,
          cause,
          detail: 'ECONNREFUSED',
        });
        expect(zh).toMatch(/^站控 [\p{Script=Han}]/u);
        expect(zh).not.toMatch(/[A-Za-z]/);
        expect(en).toMatch(/^PLC [\x20-\x7e]+$/);
        seen.add(en);
      }
    }
    expect(seen.size).toBe(DEVICE_STATES.length * DEVICE_CAUSES.length);
  });

  it('do not end in a colon when there is no cause', () => {
    expect(
      deviceText({ device: 'X', name: { zh: '站控', en: 'PLC' }, state: 'online', cause: 'none', detail: '' }),
    ).toEqual({
      zh: '站控 通信正常',
      en: 'PLC communicates',
    });
  });

  it('tell of the demo field and the start in both languages', () => {
    for (const { zh, en } of [fieldText('ended'), fieldText('back'), stationStarted()]) {
      expect(zh).toMatch(/^\p{Script=Han}+/u);
      expect(en).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});
