/**
 * The HMI in the desktop application: the whole suite of every host where there is an Electron, and in its stand-in, which is the browser
 * of the other run, what reaches the host.
 */
import { join } from 'node:path';
import { callFromPage, createDesk, DesktopApp, isStandIn } from '../kit/electron-app.ts';
import { describeHmi } from '../kit/hmi-suite.ts';
import { plugSpeaker } from '../kit/speaker.ts';
import { projectRoot } from '../kit/station-process.ts';

describeHmi(
  'Electron',
  async () => {
    const desk = createDesk();
    const app = await DesktopApp.launch(desk, ['--project', join(projectRoot, 'assets/demo-station')]);
    const page = await app.firstWindow();
    await plugSpeaker(page, 'speaker');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.getByTestId('scene').waitFor();
    return {
      page,
      dataDirectory: desk.data,
      value: async <T>(method: string, input: unknown = {}) => {
        const envelope = await callFromPage(page, method, input);
        if (!envelope.ok) throw new Error(`${method}: ${envelope.error.message}`);
        return envelope.value as T;
      },
      stop: async () => {
        await app.quit();
        desk.remove();
      },
    };
  },
  { isSamePage: isStandIn },
);
