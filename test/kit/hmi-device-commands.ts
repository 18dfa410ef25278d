/** What a person may do with a device: by keys alone, never by the way, and always with who and why. */
import { describe, expect, test } from 'vitest';
import type { DeviceDiagnostics } from '../../shared/model/device.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import type { AtBench } from './hmi-bench.ts';
import { detailed, levelOnRow, openCommunication, rowOf, stateOf } from './hmi-communication.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { sleep, waitFor } from './wait-for.ts';

const focused = (at: AtBench) => at().page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);

/** Presses a key until the focus is where it should be; twenty stops is more than any dialog or table has. */
async function tabTo(at: AtBench, testId: string, key = 'Tab'): Promise<void> {
  for (let step = 0; step < 20; step++) {
    if ((await focused(at)) === testId) return;
    await at().page.keyboard.press(key);
  }
  throw new Error(`${testId} is not reached by ${key}`);
}

/** From the row of a device to the dialog of one of its buttons, by keys. */
async function openByKeys(at: AtBench, device: string, action: string): Promise<void> {
  const { page } = at();
  await rowOf(at, 'PLC').focus();
  await tabTo(at, `device:${device}`, 'ArrowDown');
  await page.keyboard.press('Enter');
  expect(await detailed(at)).toBe(device);
  await tabTo(at, action);
  await page.keyboard.press('Enter');
  await page.getByTestId('device-dialog').waitFor();
}

/** Fills in who and why by keys, from the Cancel button that has the focus at first. */
async function signByKeys(at: AtBench, who: string, why: string): Promise<void> {
  const { page } = at();
  expect(await focused(at)).toBe('cancel');
  await tabTo(at, 'field:who', 'Shift+Tab');
  await page.keyboard.type(who);
  await page.keyboard.press('Tab');
  await page.keyboard.type(why);
}

const gone = (at: AtBench) => at().page.getByTestId('device-dialog').waitFor({ state: 'detached' });

export function describeDeviceCommands(at: AtBench): void {
  describe('commands about a device', () => {
    describeOutOfOperation(at);
    describeForm(at);
    describeRecorder(at);
  });
}

function describeOutOfOperation(at: AtBench): void {
  test('take it out of operation and put it back by keys alone', async () => {
    const { page, host } = at();
    await page.keyboard.press('F11');
    await page.getByTestId('communication').waitFor();
    await openByKeys(at, 'FCC', 'action:enabled');
    await signByKeys(at, 'Li', 'maintenance');
    await page.keyboard.press('Enter');
    await gone(at);
    await waitFor('the device to rest', async () => (await stateOf(at, 'FCC')) === 'disabled');
    await waitFor('its row', async () => (await levelOnRow(at, 'FCC')) === 'hollow', 3_000);
    expect(await focused(at), 'the focus is back where it was').toBe('action:enabled');
    const events = await host.value<StationEvent[]>('events.recent', { limit: 5 });
    expect(events.some(event => /^Li .*maintenance$/.test(event.text.en))).toBe(true);

    await openByKeys(at, 'FCC', 'action:enabled');
    const suggested = await page.getByTestId('field:who').inputValue();
    expect(suggested, 'who is on duty, else who gave the last order').toMatch(/^(Li|王海涛)$/);
    await signByKeys(at, 'Li', 'done');
    await page.keyboard.press('Enter');
    await gone(at);
    await waitFor('the device', async () => (await levelOnRow(at, 'FCC')) === 'full', 15_000);
  });
}

function describeForm(at: AtBench): void {
  test('say what is missing and do nothing before it is there; Enter on the first focus cancels', async () => {
    const { page } = at();
    await openCommunication(at);
    await page.getByTestId('language:zh').click();
    await openByKeys(at, 'FCC', 'action:enabled');
    const act = page.getByTestId('act');
    await page.getByTestId('field:who').fill('');
    expect(await act.textContent()).toContain('先填写操作人');
    await act.click({ force: true });
    await page.getByTestId('field:who').fill('李工');
    expect(await act.textContent()).toContain('先填写原因');
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('device-dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await gone(at);
    expect(await page.getByTestId('communication').count(), 'Esc closes the dialog and nothing else').toBe(1);

    await openByKeys(at, 'FCC', 'action:enabled');
    await page.keyboard.press('Enter');
    await gone(at);
    expect(await stateOf(at, 'FCC')).toBe('online');
  });

  test('are not given by the Enter that ends the choice of a character', async () => {
    const { page } = at();
    await openCommunication(at);
    await openByKeys(at, 'FCC', 'action:enabled');
    await page.getByTestId('field:who').fill('李工');
    await page.getByTestId('field:why').focus();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'jianxiu', selectionStart: 7, selectionEnd: 7 });
    await page.keyboard.press('Enter');
    await sleep(500);
    expect(await page.getByTestId('device-dialog').count()).toBe(1);
    expect(await stateOf(at, 'FCC')).toBe('online');
    await devtools.send('Input.insertText', { text: '检修' });
    expect(await page.getByTestId('field:why').inputValue()).toBe('检修');
    await devtools.detach();
    await page.getByTestId('cancel').click();
    await gone(at);
  });

  test.each(['zh', 'en'] as const)('are asked for in %s without overlapping or small texts', async language => {
    const { page } = at();
    await openCommunication(at);
    await page.getByTestId(`language:${language}`).click();
    for (const action of ['action:enabled', 'action:recorded']) {
      await openByKeys(at, 'GC', action);
      await expectGoodTexts(page, language, 'dialog');
      await page.keyboard.press('Escape');
      await gone(at);
    }
  });
}

function describeRecorder(at: AtBench): void {
  test('stop and start the recording of its frames', async () => {
    const { page, host } = at();
    const isRecorded = async () => {
      const all = await host.value<DeviceDiagnostics[]>('devices.diagnostics', {});
      return all.find(d => d.device === 'WX')?.isRecorded;
    };
    await openCommunication(at);
    for (const wanted of [false, true]) {
      await openByKeys(at, 'WX', 'action:recorded');
      await signByKeys(at, 'Li', 'traffic');
      await page.keyboard.press('Enter');
      await gone(at);
      await waitFor('the recorder', async () => (await isRecorded()) === wanted);
      const word = wanted ? /开启|^on$/ : /关闭|^off$/;
      await waitFor('the word for it', async () =>
        word.test((await page.getByTestId('device-facts').locator('dd').last().textContent()) ?? ''),
      );
    }
  });
}
