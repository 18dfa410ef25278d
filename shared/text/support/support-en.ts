/** English texts of the support screen; see support.ts. */
import type { SupportTexts } from './support.ts';

export const supportEn: SupportTexts = {
  title: 'Support',
  rail: 'Support',
  tab: { io: 'I/O list', interlocks: 'Interlock matrix', procedures: 'Emergency cards', legend: 'Legend' },
};
