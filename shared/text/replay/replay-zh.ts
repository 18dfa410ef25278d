/** 回放的中文文字。 */
import type { ReplayTexts } from './replay.ts';

export const replayZh: ReplayTexts = {
  title: '历史回放',
  open: '回看历史：画面、报警、趋势同一时刻（Y）',
  name: '回放',
  frame: '回放',
  held: '回放中，不能进行操作',
  play: '播放',
  pause: '暂停',
  speed: '倍速',
  live: '返回实时',
  day: '最近 24 小时内的时刻',
  goTo: '日期和时间',
  step: { back: '后退 {span}', on: '前进 {span}' },
  unacknowledged: '实时：{count} 条报警未确认',
  calm: '实时：没有未确认的报警',
  presentOnly: '本画面显示当前状态',
  silence: '实时消音',
  silenceHint: '声响来自当前报警，回放中也可消音',
  reached: '回放已到当前时刻，画面恢复实时',
  present: '当前状态',
  until: '回放：不含 {time} 以后的记录',
};
