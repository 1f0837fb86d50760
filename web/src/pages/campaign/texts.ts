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

export const deletionTexts = inBoth(
  {
    remove: 'Delete',
    question: (name: string) => `Delete “${name}”?`,
    sure: 'Delete for good',
    startedFirst: 'A started campaign cannot be deleted. Pause it first.',
    lost: 'Its settings, numbers, history and counts are deleted for good. You can no longer see its calls or resend undelivered results.',
    lostArchived:
      'It leaves the console for good, and you can no longer resend undelivered results. Its numbers and results are kept, but only the contract’s result query finds them.',
    kept: 'Calls in progress go on, and their results are sent. Recordings and the audit log stay. Its name can be used again.',
    archive: 'Keep numbers and results as history',
    deleted: (name: string) => `“${name}” is deleted`,
  },
  {
    remove: '删除',
    question: (name) => `删除“${name}”？`,
    sure: '永久删除',
    startedFirst: '已启动的外呼任务不能删除，请先暂停。',
    lost: '任务的设置、号码、修改历史和统计将永久删除。呼叫记录将无法查看，未送达的结果也无法重新推送。',
    lostArchived:
      '任务将从控制台永久移除，未送达的结果无法重新推送。号码和结果会保留，只能通过接口的结果查询获取。',
    kept: '进行中的呼叫不受影响，其结果仍会推送。录音和审计日志会保留。任务名称可以重新使用。',
    archive: '将号码和结果保留为历史',
    deleted: (name) => `“${name}”已删除`,
  },
);

/** Of a result URL whose address the trustlist refuses. */
export const callbackTexts = inBoth(
  {
    notSent: 'Results will not be sent to this address',
    toTrustlist: 'To the private receivers of results in the settings',
    askAdministrator: 'An administrator can add it to the private receivers of results.',
  },
  {
    notSent: '结果不会推送到此地址',
    toTrustlist: '前往设置中的内网结果接收地址',
    askAdministrator: '管理员可将其加入内网结果接收地址。',
  },
);
