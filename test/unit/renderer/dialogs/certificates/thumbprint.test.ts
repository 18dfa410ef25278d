import { expect, test } from 'vitest';
import { inGroups } from '../../../../../renderer/dialogs/certificates/thumbprint.ts';

test('a thumbprint is read in groups of four, whatever it was parted by', () => {
  expect(inGroups('a94a8fe5ccb19ba61c4c0873d391e987982fbbd3')).toBe(
    'A94A 8FE5 CCB1 9BA6 1C4C 0873 D391 E987 982F BBD3',
  );
  expect(inGroups('A9:4A:8F:E5:CC')).toBe('A94A 8FE5 CC');
  expect(inGroups('')).toBe('');
});
