/** The communication screen as pictures: calm, with devices lost, with an untrusted certificate, and every dialog. */
import type { Page } from 'playwright-core';
import type { ChannelCertificates } from '../../shared/model/opcua.ts';
import { sleep } from '../bench/bench.ts';
import { FieldControl } from '../kit/field-control.ts';
import { waitFor } from '../kit/wait-for.ts';
import { LOOKS, type Look, openPage, type Studio } from './pictures.ts';

const DAY_ZH: Look = { theme: 'day', language: 'zh' };
const AT = (device: string): string => `#/communication/devices/${device}`;
const WORDS = {
  zh: { who: '王海涛', why: '压力变送器送检，按就地压力表读数' },
  en: { who: 'Wang Haitao', why: 'transmitter out for calibration, read from the local gauge' },
} as const;

export async function takeCommunication(studio: Studio): Promise<void> {
  await calm(studio);
  for (const look of LOOKS) await dialogs(studio, look);
  await lost(studio);
}

async function calm(studio: Studio): Promise<void> {
  for (const look of LOOKS) {
    const page = await openPage(studio, look, { address: AT('HTR') });
    await studio.save(page, `communication-${look.theme}-${look.language}`);
    await page.close();
  }
  for (const size of [
    { width: 1366, height: 768 },
    { width: 3840, height: 2160 },
  ]) {
    const page = await openPage(studio, DAY_ZH, { size, address: AT('PLC') });
    await studio.save(page, `communication-day-zh-${size.width}`);
    if (size.width < 1920) {
      await page.getByTestId('action:override').click();
      await fillOverride(page, 'zh');
      await studio.save(page, `communication-day-zh-${size.width}-override`);
    }
    await page.close();
  }
}

async function fillOverride(page: Page, language: Look['language']): Promise<void> {
  await page.getByTestId('field:tag').fill('PT-1303');
  await page.getByTestId('found:PT-1303').click();
  await page.getByTestId('kind:force').check();
  await page.getByTestId('field:value').fill('99');
  await page.getByTestId('end:at').check();
  await page.getByTestId('field:who').fill(WORDS[language].who);
  await page.getByTestId('field:why').fill(WORDS[language].why);
  await sleep(600);
}

async function dialogs(studio: Studio, look: Look): Promise<void> {
  const { station, save } = studio;
  const name = (what: string): string => `communication-${look.theme}-${look.language}-${what}`;
  const words = WORDS[look.language];
  const page = await openPage(studio, look, { address: AT('GC') });
  const shoot = async (what: string): Promise<void> => {
    await sleep(400);
    await save(page, name(what));
    await page.keyboard.press('Escape');
  };
  await page.getByTestId('action:enabled').click();
  await shoot('take-out');
  await page.getByTestId('action:check').click();
  await shoot('check');
  await page.getByTestId('action:backup').click();
  await shoot('backup');
  await page.getByTestId('action:override').click();
  await page.getByTestId('field:tag').fill('PT');
  await shoot('find-tag');
  await page.getByTestId('action:override').click();
  await fillOverride(page, look.language);
  await shoot('override');
  await override(studio, look.language);
  await page.getByTestId('override:PT-1101').click();
  await save(page, name('overridden'));
  await page.getByTestId('action:release').click();
  await shoot('release');
  await release(studio, look.language);

  const sha1 = await trusted(studio);
  await station.value('certificates.distrust', { channel: 'gc', thumbprint: sha1, ...words });
  await page.getByTestId('row-certificates:gc').waitFor();
  await sleep(600);
  await save(page, name('untrusted'));
  await page.getByTestId('message-certificates').click();
  await page.getByTestId(`trust:${sha1}`).waitFor();
  await sleep(400);
  await save(page, name('certificates'));
  await page.getByTestId(`trust:${sha1}`).click();
  await page.getByTestId('field:who').fill(words.who);
  await shoot('trust');
  await station.value('certificates.trust', { channel: 'gc', thumbprint: sha1, ...words });
  await page.close();
}

const OVERRIDDEN = [
  { tag: 'PT-1101', kind: 'force', value: 3.2 },
  { tag: 'FI-1701', kind: 'substitute', value: 9_000 },
  { tag: 'TT-1101', kind: 'substitute', value: 15 },
] as const;

async function override({ station }: Studio, language: Look['language']): Promise<void> {
  const hours = [5, 11, 400];
  for (const [i, order] of OVERRIDDEN.entries()) {
    const until = Date.now() + (hours[i] ?? 1) * 3_600_000;
    await station.value('tags.override', { ...order, until, ...WORDS[language] });
  }
  await sleep(1_500);
}

async function release({ station }: Studio, language: Look['language']): Promise<void> {
  for (const { tag } of OVERRIDDEN) await station.value('tags.release', { tag, ...WORDS[language] });
}

/** SHA-1 of the one certificate that the channel trusts. */
async function trusted({ station }: Studio): Promise<string> {
  return waitFor(
    'the trusted certificate',
    async () => {
      const listed = await station.value<ChannelCertificates[]>('certificates.list', {});
      return listed[0]?.inUse;
    },
    20_000,
  );
}

async function lost(studio: Studio): Promise<void> {
  const { station, save, data } = studio;
  const field = new FieldControl(data);
  const by = WORDS.zh;
  await station.value('devices.setEnabled', { device: 'WX', isEnabled: false, ...by });
  for (const target of ['PLC', 'FCC']) await field.fault('device-offline', target);
  await override(studio, 'zh');
  await sleep(6_000);
  for (const look of LOOKS) {
    const page = await openPage(studio, look, { address: AT('FCC') });
    await save(page, `communication-${look.theme}-${look.language}-device-lost`);
    await page.close();
  }
  await release(studio, 'zh');
  await station.value('devices.setEnabled', { device: 'WX', isEnabled: true, ...by });
  await field.clear();
  await sleep(4_000);
}
