// The text for each closed gate, in words that follow "because". A new gate does not compile without one.
import type { GateName } from './gates.ts';
import { type Bilingual, inBoth } from './language.ts';

export const closedTexts: Readonly<Record<GateName, Bilingual>> = {
  state: inBoth('the campaign is not started', '外呼任务未启动'),
  dates: inBoth('the campaign is not within its dates', '不在外呼任务的起止日期内'),
  segment: inBoth('it is outside the hours of a workday', '不在工作日的外呼时段内'),
  holiday: inBoth('it is outside the hours of a special date', '不在特殊日期的外呼时段内'),
  numbersLeft: inBoth('no numbers are left', '没有剩余号码'),
  retryTimer: inBoth('no number is due yet', '没有到期的号码'),
  inFlight: inBoth('as many calls are in flight as one campaign may have', '呼叫中的数量已达单个任务上限'),
  agents: inBoth('no agents are ready', '没有就绪的座席'),
  pacing: inBoth('pacing places no call on this beat', '本节拍不发起呼叫'),
  carrierBudget: inBoth('the carrier can take no more calls', '线路无法承载更多呼叫'),
  rows: inBoth(
    'a row of this campaign is locked by another session of the database',
    '此任务的一行数据被其他程序锁定',
  ),
};
