// The one catalog of result codes (seed, Table 14; contract.md 1.1 and 1.2): texts in both
// languages, and the code of each problem. 0200006, database fault, is left out on purpose: a
// database that is gone is answered with HTTP 500 (ruling R3).
import type { ProblemKind } from '../core/problem.ts';
import type { Bilingual } from './locale.ts';

const text = (en_US: string, zh_CN: string): Bilingual => ({ en_US, zh_CN });

export const codes = {
  '0200000': text('Success.', '成功。'),
  '0200001': text('Parameter error.', '参数错误。'),
  '0200002': text(
    'The start time is earlier than 00:00 of the current day.',
    '外呼任务的开始时间早于当天零点。',
  ),
  '0200003': text(
    'The number of outbound campaigns for skill queues has reached the limit.',
    '技能队列类外呼任务数量已达上限。',
  ),
  '0200004': text(
    'The number of IVR outbound campaigns has reached the limit.',
    'IVR类外呼任务数量已达上限。',
  ),
  '0200005': text('The outbound campaign name must be unique.', '外呼任务名称必须唯一。'),
  '0200007': text('The outbound campaign does not exist.', '外呼任务不存在。'),
  '0200009': text('The outbound campaign is still started.', '外呼任务仍处于启动状态。'),
  '0200011': text('Not allowed in the current state of the campaign.', '外呼任务的当前状态不允许此操作。'),
  '0200013': text('The special date name already exists.', '特殊日期名称已存在。'),
  '0200014': text('The special date does not exist.', '特殊日期不存在。'),
  '0200015': text('The number of special dates has reached the limit.', '特殊日期数量已达上限。'),
  '0200016': text('The outbound campaign has expired.', '外呼任务已过期。'),
  '0200017': text('The skill queue ID does not exist.', '技能队列ID不存在。'),
  '0200018': text('Duplicate numbers.', '号码重复。'),
  '0200019': text('Numbers cannot be added in the current state.', '当前状态不允许添加号码。'),
  '0200020': text('The campaign has too many unfinished numbers.', '外呼任务的未完成号码数量超过上限。'),
  '0200022': text('The interface is called too fast.', '接口调用过于频繁。'),
  '0200029': text('Too many items in one request.', '单次请求的数据条数超过上限。'),
  '0200030': text('Wrong time format.', '时间格式错误。'),
  '02000001': text('Empty parameter.', '参数为空。'),
  '02000002': text('The parameter contains invalid characters.', '参数包含非法字符。'),
  '02000003': text('The parameter exceeds the maximum length.', '参数长度超过最大长度。'),
  '02000004': text('The parameter is shorter than the minimum length.', '参数长度小于最小长度。'),
  '02000005': text('The parameter length is not within the specified range.', '参数长度不在规定范围内。'),
  '02000006': text('Incorrect parameter type.', '参数类型错误。'),
  '02000007': text('Incorrect parameter value.', '参数值错误。'),
  '02000008': text(
    'Parameter conversion error. Check the request parameters.',
    '参数转换错误，请检查请求参数。',
  ),
  '02000009': text(
    'Incorrect parameter combination. Check the request parameters.',
    '参数组合错误，请检查请求参数。',
  ),
  '02000010': text('The hour and minute must be set at the same time.', '小时和分钟必须同时设置。'),
  '02000011': text('The number of parameters exceeds the maximum.', '参数个数超过上限。'),
} as const satisfies Record<string, Bilingual>;

export type Code = keyof typeof codes;

/** Success on every interface (seed, Table 13). */
export const successCode = '0200000' satisfies Code;

/** The code of each problem; 0200001 only where no other fits (R4). */
export const codeOfProblem: Readonly<Record<ProblemKind, Code>> = {
  noSuchCampaign: '0200007',
  campaignEnded: '0200016',
  deviceTypeFixed: '02000007',
  nameTaken: '0200005',
  noSuchSkillQueue: '0200017',
  passwordHidden: '02000007',
  campaignStarted: '0200009',
  wrongState: '0200011',
  skillCampaignsAtLimit: '0200003',
  ivrCampaignsAtLimit: '0200004',
  specialDateNameTaken: '0200013',
  noSuchSpecialDate: '0200014',
  specialDateChanged: '0200001',
  specialDatesAtLimit: '0200015',
  duplicateNumbers: '0200018',
  numbersNotAllowedNow: '0200019',
  tooManyNumbers: '0200020',
  tooFast: '0200022',
  tooManyInRequest: '0200029',
  wrongTimeFormat: '0200030',
  noSuchNumber: '0200001',
  noSuchCall: '0200001',
};

/** What differs from the code's own text, for the problems whose code says too little. */
export const textOfProblem: Readonly<Partial<Record<ProblemKind, Bilingual>>> = {
  deviceTypeFixed: text(
    'the device type cannot be changed after the campaign is created',
    '外呼任务创建后不能修改设备类型',
  ),
  passwordHidden: text(
    'the password of another receiver is not known; write it in the place of ***',
    '接收方已更改，请在***处填写密码',
  ),
  specialDateChanged: text(
    'somebody else has changed the special date meanwhile',
    '其他人已同时修改该特殊日期',
  ),
  noSuchNumber: text('no such number in this campaign', '外呼任务中不存在该号码'),
  noSuchCall: text('no such call in this VDN', '该VDN中不存在该呼叫'),
};

/** Statuses that are not business answers; their code is the status as text (R3). */
export const httpTexts = {
  400: text('The request cannot be read as HTTP.', '请求不是有效的HTTP报文。'),
  401: text('Authentication failed.', '鉴权失败。'),
  403: text('The key does not belong to this VDN.', '该密钥不属于此VDN。'),
  404: text('No such interface.', '接口不存在。'),
  408: text('The request did not arrive in time.', '请求未在规定时间内到达。'),
  413: text('The request body is larger than 1 MiB.', '请求体超过1 MiB。'),
  415: text(
    'The content type must be application/json; charset=UTF-8.',
    '内容类型必须为application/json; charset=UTF-8。',
  ),
  429: text('Too many requests. Try again later.', '请求过多，请稍后重试。'),
  431: text('The address and the headers of the request are too long.', '请求地址和请求头过长。'),
  500: text('Internal error. Try again later.', '内部错误，请稍后重试。'),
} as const satisfies Record<number, Bilingual>;

export type HttpFailureStatus = keyof typeof httpTexts;
