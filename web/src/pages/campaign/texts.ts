// Words of the head of a campaign's page.
import { inBoth } from '../../text/texts.ts';

export const campaignTexts = inBoth(
  {
    title: 'Campaign',
    campaigns: 'Campaigns',
    number: (id: number) => `No. ${id}`,
    revision: (revision: number) => `revision ${revision}`,
    pause: 'Pause',
    resume: 'Resume',
    start: 'Start',
    noSuchCampaign: 'There is no such campaign',
    noSuchCampaignDetail: 'It was deleted, or the address is wrong.',
    toCampaigns: 'To the campaigns',
  },
  {
    title: '外呼任务',
    campaigns: '外呼任务',
    number: (id) => `编号 ${id}`,
    revision: (revision) => `版本 ${revision}`,
    pause: '暂停',
    resume: '恢复',
    start: '启动',
    noSuchCampaign: '外呼任务不存在',
    noSuchCampaignDetail: '它已被删除，或地址有误。',
    toCampaigns: '返回外呼任务',
  },
);
