/** Every sentence about a device exists in both languages, whatever state and cause meet. */
import { describe, expect, it } from 'vitest';
import { deviceText, fieldText, recorderText, stationStarted } from '../../../main/events/event-texts.ts';
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

  it('tell of the frame recorder in both languages, in plain words where the disk only says a code', () => {
    expect(recorderText({ kind: 'paused', channel: 'plc', code: 'ENOSPC' })).toEqual({
      zh: '通道 plc 的报文记录暂停：磁盘已满',
      en: 'Frame recording of channel plc pauses: the disk is full',
    });
    expect(recorderText({ kind: 'paused', channel: 'plc', code: 'EIO' }).en).toMatch(/pauses: EIO$/);
    expect(recorderText({ kind: 'resumed', channel: 'plc', lost: 0 })).toEqual({
      zh: '通道 plc 的报文记录恢复，缺少 0 帧',
      en: 'Frame recording of channel plc goes on; 0 frames are missing',
    });
    expect(recorderText({ kind: 'lost', channel: 'plc', lost: 12 })).toEqual({
      zh: '通道 plc 的报文记录丢失 12 帧：磁盘跟不上',
      en: 'Frame recording of channel plc lost 12 frames: the disk cannot keep up',
    });
  });
});
