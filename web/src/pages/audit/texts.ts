// Words of the page of the audit log.
import { inBoth } from '../../text/texts.ts';

export const auditTexts = inBoth(
  {
    title: 'Audit log',
    about:
      'Who changed what, who downloaded calls, and who signed in. Changes of campaigns through the contract are in the campaign’s history.',
    time: 'Time',
    actor: 'Who',
    action: 'What',
    subject: 'Object',
    actorSought: 'user:anna or key:AK…',
    actionSought: 'user.change',
    none: 'There are no entries',
    noneFound: 'No entry matches',
    noneFoundDetail: 'Enter a whole name, such as user:anna, or a whole action, such as user.change.',
    older: 'Older',
    newest: 'Newest',
  },
  {
    title: '审计日志',
    about: '谁修改了什么，谁下载过呼叫记录，谁登录过。通过接口对外呼任务的修改见任务历史。',
    time: '时间',
    actor: '操作者',
    action: '操作',
    subject: '对象',
    actorSought: 'user:anna 或 key:AK…',
    actionSought: 'user.change',
    none: '没有记录',
    noneFound: '没有符合条件的记录',
    noneFoundDetail: '请输入完整名称，例如 user:anna，或完整操作，例如 user.change。',
    older: '更早',
    newest: '最新',
  },
);
