// Words of the list of campaigns, and the names of what every campaign has.
import type { CampaignState, DeviceType } from '../../../../src/core/campaign.ts';
import type { GateName } from '../../../../src/core/gates.ts';
import { inBoth } from '../../text/texts.ts';

export const campaignsTexts = inBoth(
  {
    title: 'Campaigns',
    add: 'New campaign',
    present: 'The VDN at this moment',
    started: 'Started campaigns',
    callsInFlight: 'Calls in flight',
    callsPerMinute: 'Calls per minute',
    agentsIdle: 'Agents idle',
    ofReady: (count: string) => `of ${count} ready`,
    resultsWaiting: 'Results to send',
    undelivered: (count: string) => `${count} not delivered`,
    name: 'Name',
    state: 'State',
    kind: 'Dialing',
    calling: 'Calls',
    callingNote: (ringing: string, connected: string) => `${ringing} ringing, ${connected} connected`,
    pace: 'Per minute',
    occupancy: 'Occupancy',
    occupancyHelp: 'Talk and wrap-up as a share of the time signed in, in the last 15 minutes',
    abandoned: 'Abandoned',
    abandonedHelp: 'Of the people who answered in the last 24 hours, with the most that is allowed',
    ofLimit: (percent: string, limit: string) => `${percent} of ${limit}`,
    numbersLeft: 'Numbers left',
    expectedEnd: 'Expected end',
    expectedEndHelp: 'If numbers go on being done at the pace of the last minute',
    search: 'Search by name',
    everyState: 'Every state',
    noCampaigns: 'No campaigns yet',
    noCampaignsDetail: 'A campaign is a list of numbers, and when and how they are called.',
    noneFound: 'No campaign fits',
    noneFoundDetail: 'Look for another name or another state.',
    total: (count: string) => `${count} in all`,
    opens: (time: string) => `until ${time}`,
  },
  {
    title: '外呼任务',
    add: '新建任务',
    present: '当前 VDN 概况',
    started: '已启动任务',
    callsInFlight: '呼叫中',
    callsPerMinute: '每分钟呼叫',
    agentsIdle: '空闲座席',
    ofReady: (count) => `就绪 ${count} 人`,
    resultsWaiting: '待推送结果',
    undelivered: (count) => `未送达 ${count}`,
    name: '名称',
    state: '状态',
    kind: '外呼方式',
    calling: '呼叫中',
    callingNote: (ringing, connected) => `振铃 ${ringing}，通话 ${connected}`,
    pace: '每分钟',
    occupancy: '占用率',
    occupancyHelp: '最近 15 分钟内通话与整理时间占签入时间的比例',
    abandoned: '放弃率',
    abandonedHelp: '最近 24 小时接听者中未及时接到座席的比例，及允许的上限',
    ofLimit: (percent, limit) => `${percent} / ${limit}`,
    numbersLeft: '剩余号码',
    expectedEnd: '预计完成',
    expectedEndHelp: '按最近一分钟的速度推算',
    search: '按名称搜索',
    everyState: '全部状态',
    noCampaigns: '还没有外呼任务',
    noCampaignsDetail: '外呼任务包含一批号码，以及何时、如何呼叫。',
    noneFound: '没有符合条件的外呼任务',
    noneFoundDetail: '请更换名称或状态。',
    total: (count) => `共 ${count} 个`,
    opens: (time) => `直到 ${time}`,
  },
);

export const stateTexts = inBoth<Record<CampaignState, string>>(
  { draft: 'Draft', started: 'Started', paused: 'Paused', ended: 'Ended' },
  { draft: '草稿', started: '已启动', paused: '已暂停', ended: '已结束' },
);

const english: Record<DeviceType, string> = {
  1: 'IVR, intelligent',
  2: 'Predicted',
  3: 'IVR, automatic',
  5: 'Previewed',
  6: 'Preempted',
};
const chinese: Record<DeviceType, string> = {
  1: '智能 IVR',
  2: '预测外呼',
  3: '自动 IVR',
  5: '预览外呼',
  6: '预占用外呼',
};
export const kindTexts = inBoth<Record<DeviceType, string>>(english, chinese);

/** Why a campaign does not dial, by the gate that is closed. */
export const gateTexts = inBoth<Record<GateName, string>>(
  {
    state: 'Not started',
    dates: 'Outside its dates',
    segment: 'Outside its hours',
    holiday: 'A special date',
    numbersLeft: 'No numbers left',
    retryTimer: 'Waiting for retries',
    inFlight: 'Too many calls in flight',
    agents: 'No agents ready',
    pacing: 'Pacing waits',
    carrierBudget: 'The carrier is full',
  },
  {
    state: '未启动',
    dates: '不在起止日期内',
    segment: '不在呼叫时段内',
    holiday: '特殊日期',
    numbersLeft: '没有剩余号码',
    retryTimer: '等待重试',
    inFlight: '呼叫中的数量已满',
    agents: '没有就绪座席',
    pacing: '等待节拍',
    carrierBudget: '线路已满',
  },
);
