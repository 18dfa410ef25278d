/** 工艺画面的中文文本。 */
import type { MimicTexts } from './mimic.ts';

export const mimicZh: MimicTexts = {
  ladder: {
    'duty-worker': '主路工作',
    'standby-worker': '备路工作',
    'duty-monitor': '主路监控',
    'standby-monitor': '备路监控',
    relief: '放散',
    'duty-slam-shut': '主路切断',
    'standby-slam-shut': '备路切断',
  },
  shortState: {
    open: '开',
    closed: '关',
    travel: '行程中',
    armed: '未动作',
    tripped: '已切断',
    control: '控制中',
    wide: '全开',
    locked: '锁闭待命',
    seated: '未起跳',
    lifted: '已起跳',
    run: '运行',
    stop: '停止',
  },
  readingHistory: '正在读取历史',
  historyFailed: '历史读取失败',
  nothingRecorded: '该时段无记录',
  lastDays: '最近 {n} 天',
  lastHours: '最近 {n} 小时',
  daysAgo: '{n} 天前',
  hoursAgo: '{n} 小时前',
};
