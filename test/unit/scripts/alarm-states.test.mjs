import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alarmStatesPage, PAGE } from '../../../scripts/alarm-states.mjs';

it('the page with the diagram of the alarm states is what the state machine does today', () => {
  expect(readFileSync(PAGE, 'utf8'), 'run `npm run alarm-states`').toBe(alarmStatesPage());
});
