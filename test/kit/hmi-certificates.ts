/**
 * Certificates of an OPC UA server: nobody is trusted before a person has compared a thumbprint, and who is not trusted any more
 * is heard no more. The server is the demo's chromatograph; what is compared with is the file that its certificate lies in.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TagReading } from '../../shared/model/tag.ts';
import type { AtBench } from './hmi-bench.ts';
import { levelOnRow, openCommunication, rowOf, stateOf } from './hmi-communication.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { waitFor } from './wait-for.ts';

/** Thumbprints of the certificates in a folder of the channel, as an engineer at the server reads them off. */
function thumbprintsIn(at: AtBench, folder: string): readonly { readonly sha1: string; readonly sha256: string }[] {
  const directory = join(at().host.dataDirectory, 'channels/gc/pki', folder);
  const hash = (kind: 'sha1' | 'sha256', der: Buffer) => createHash(kind).update(der).digest('hex').toUpperCase();
  return readdirSync(directory).map(name => {
    const der = readFileSync(join(directory, name));
    return { sha1: hash('sha1', der), sha256: hash('sha256', der) };
  });
}

const qualityOfGas = async (at: AtBench) =>
  (await at().host.value<TagReading[]>('tags.read', { tags: ['AT-1501.C1'] }))[0]?.quality;

async function sign(at: AtBench, why: string): Promise<void> {
  await at().page.getByTestId('field:who').fill('Li');
  await at().page.getByTestId('field:why').fill(why);
}

export function describeCertificates(at: AtBench): void {
  describe('the certificate of an OPC UA server', () => {
    describeDistrust(at);
    describeTrust(at);
  });
}

function describeDistrust(at: AtBench): void {
  test('that is no longer trusted ends the connection, and the row says why', async () => {
    const { page } = at();
    await waitFor('the analyser', async () => (await qualityOfGas(at)) === 'good', 20_000);
    await openCommunication(at);
    await page.getByTestId('language:zh').click();
    await rowOf(at, 'GC').click();
    await page.getByTestId('action:certificates').click();
    await page.getByTestId('certificate-list').waitFor();
    const [trusted] = thumbprintsIn(at, 'trusted/certs');
    await page.getByTestId(`distrust:${trusted?.sha1}`).click();
    await sign(at, 'test');
    await page.getByTestId('act').click();
    await page.getByTestId(`trust:${trusted?.sha1}`).waitFor();
    await expectGoodTexts(page, 'zh', 'dialog');
    await page.keyboard.press('Escape');
    await waitFor('the loss', async () => (await levelOnRow(at, 'GC')) === 'crossed', 5_000);
    expect(await page.getByTestId('device-state:GC').textContent()).toContain('证书不受信任');
    expect(await qualityOfGas(at)).toBe('bad');
    await page.getByTestId('row-certificates:gc').click();
    await page.getByTestId('certificates-dialog').waitFor();
    await page.keyboard.press('Escape');
  });
}

function describeTrust(at: AtBench): void {
  test('is trusted from any screen only after it was compared, never by Enter, and then its values come', async () => {
    const { page } = at();
    await page.getByTestId('language:en').click();
    await page.getByTestId('message-certificates').click({ timeout: 10_000 });
    await page.getByTestId('certificates-dialog').waitFor();
    const [waiting] = thumbprintsIn(at, 'rejected');
    await page.getByTestId(`trust:${waiting?.sha1}`).click();
    const step = page.getByTestId('trust-step');
    await step.waitFor();
    await expectGoodTexts(page, 'en', 'dialog');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('cancel');
    const shown = async (name: string) => (await step.getByTestId(`thumbprint:${name}`).textContent()) ?? '';
    expect((await shown('SHA-256')).split(' ').every(group => group.length === 4)).toBe(true);
    expect((await shown('SHA-256')).replaceAll(' ', '')).toBe(waiting?.sha256);
    expect((await shown('SHA-1')).replaceAll(' ', '')).toBe(waiting?.sha1);

    const act = page.getByTestId('act');
    await sign(at, 'compared at the server');
    expect(await act.textContent()).toContain('confirm the comparison first');
    await act.click({ force: true });
    await page.getByTestId('compared').check();
    await page.getByTestId('field:why').press('Enter');
    expect(await step.count(), 'Enter in a field trusts nobody').toBe(1);
    expect(await stateOf(at, 'GC')).toBe('offline');
    await act.click();
    await step.waitFor({ state: 'detached' });
    await page.getByTestId(`distrust:${waiting?.sha1}`).waitFor();
    await page.getByTestId('close').click();
    await waitFor('the device', async () => (await stateOf(at, 'GC')) === 'online', 20_000);
    await waitFor('its values', async () => (await qualityOfGas(at)) === 'good', 20_000);
    await page.getByTestId('lost-device:GC').waitFor({ state: 'detached', timeout: 5_000 });
  });

  test('can be copied, thumbprint by thumbprint', async () => {
    const { page } = at();
    await openCommunication(at);
    await rowOf(at, 'GC').click();
    await page.getByTestId('action:certificates').click();
    const [trusted] = thumbprintsIn(at, 'trusted/certs');
    await page.getByTestId(`distrust:${trusted?.sha1}`).click();
    await page
      .getByTestId('trust-step')
      .getByRole('button', { name: /SHA-1$/ })
      .click();
    await page.getByTestId('field:why').focus();
    await page.keyboard.press('ControlOrMeta+V');
    expect((await page.getByTestId('field:why').inputValue()).replaceAll(' ', '')).toBe(trusted?.sha1);
    await page.getByTestId('cancel').click();
    await page.getByTestId('close').click();
  });
}
