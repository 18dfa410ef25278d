/** Chinese texts of the support screen; see support.ts. */
import type { SupportTexts } from './support.ts';

export const supportZh: SupportTexts = {
  title: '支持',
  rail: '支持',
  tab: { io: 'I/O 表', interlocks: '联锁矩阵', procedures: '应急处置卡', legend: '图例' },
};
