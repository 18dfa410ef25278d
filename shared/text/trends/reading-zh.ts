/** Chinese texts about reading the trend screen. */
import type { TrendReadingTexts } from './reading.ts';

export const trendReadingZh: TrendReadingTexts = {
  plotModes: {
    title: '绘图方式',
    hint: '每图两条曲线、全部合为一图，或按单位分图',
    stacked: '叠放',
    one: '单图',
    unit: '按单位',
  },
  box: '框选缩放',
  boxHint: '拖出方框，同时缩放时间和数值；按住 Shift 可随时框选',
  cursor: { remove: '移除光标 {letter}' },
  compare: {
    open: '对比',
    title: '对比对象',
    none: '不对比',
    days: { yesterday: '昨日同时', gasDay: '上一个完整燃气日', week: '上周同时' },
    short: { yesterday: '昨日', gasDay: '燃气日', week: '上周', event: '事件' },
    events: '事件，对齐到光标 A',
    noEvents: '这些曲线没有报警；也可选曲线下方的任一标记',
  },
  lanes: {
    alarms: '报警',
    actions: '操作',
    more: '更早的未画出：仅画最新 {count} 条',
    several: '{text} ×{count}',
    card: '发生了什么',
    close: '关闭',
    left: '另有 {count} 条，放大后可见',
    cursor: '光标到此',
    compare: '与此对比',
    sequence: '前后事件',
  },
  pair: {
    title: '两条曲线互为坐标',
    none: '需要两条曲线',
    x: 'X 轴',
    y: 'Y 轴',
    legend: '点越旧越淡 · 菱形：当前 · 圆环：光标',
  },
};
