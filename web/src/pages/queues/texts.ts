// Words of the page of skill queues.
import { inBoth } from '../../text/texts.ts';

export const queuesTexts = inBoth(
  {
    title: 'Skill queues',
    about: 'The skills of agents. A campaign with agents dials for one queue',
    add: 'Add a queue',
    change: (id: number) => `Rename queue ${id}`,
    id: 'Number',
    idRule: 'A whole number from 1 to 1000',
    taken: 'A queue with this number exists already',
    name: 'Name',
    deleteQuestion: (name: string) => `Delete ${name}?`,
    deleteConsequence: 'Agents lose the skill.',
    none: 'There are no skill queues',
    noneDetail: 'Add one, and give it to agents.',
  },
  {
    title: '技能队列',
    about: '座席可以处理的业务；人工外呼任务为其中一个队列外呼',
    add: '添加队列',
    change: (id) => `重命名队列 ${id}`,
    id: '编号',
    idRule: '1 到 1000 的整数',
    taken: '该编号已被使用',
    name: '名称',
    deleteQuestion: (name) => `删除 ${name}？`,
    deleteConsequence: '座席将失去该技能。',
    none: '没有技能队列',
    noneDetail: '请添加队列并分配给座席。',
  },
);
