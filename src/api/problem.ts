// Every refusal of /api/v1: its kind, its HTTP status and its title in both languages. The body is RFC 9457
// (application/problem+json).
import { Type } from 'typebox';
import { type Bilingual, inBoth } from '../core/language.ts';
import type { Value } from './route.ts';

export const problems = {
  unreadable: [400, inBoth('The request cannot be read', '无法读取请求')],
  invalid: [400, inBoth('The request breaks a rule', '请求不符合规则')],
  signInNeeded: [401, inBoth('Sign in first', '请先登录')],
  wrongCredentials: [401, inBoth('The user or the password is wrong', '用户名或密码错误')],
  signatureRefused: [401, inBoth('The signature is refused', '签名被拒绝')],
  csrfTokenMissing: [403, inBoth('The request lacks the session token', '请求缺少会话令牌')],
  permissionMissing: [403, inBoth('The role does not allow this', '角色无权执行此操作')],
  otherOrigin: [403, inBoth('The request comes from a page of another server', '页面来自其他服务器')],
  otherVdn: [403, inBoth('This belongs to another VDN', '此内容属于其他 VDN')],
  notFound: [404, inBoth('Not found', '不存在')],
  alreadyThere: [409, inBoth('It is already there', '已存在')],
  inUse: [409, inBoth('It is in use', '正在使用中')],
  lastAdministrator: [409, inBoth('The last administrator must stay', '必须保留最后一名管理员')],
  revisionChanged: [409, inBoth('It was changed meanwhile', '版本已被更改')],
  wrongState: [409, inBoth('The state does not allow this', '当前状态不允许此操作')],
  importedAlready: [409, inBoth('This file was imported already', '此文件已导入过')],
  otherFile: [409, inBoth('The key belongs to another file', '此标识属于另一文件')],
  importRunning: [409, inBoth('An import with this key is running', '相同标识的导入正在进行')],
  tooLarge: [413, inBoth('The body is too large', '请求体过大')],
  wrongContentType: [415, inBoth('The content type is wrong', '内容类型错误')],
  contractRefused: [422, inBoth('The contract does not allow this', '接口规则不允许此操作')],
  importRefused: [422, inBoth('The file cannot be imported', '文件无法导入')],
  tooManyNumbers: [422, inBoth('The campaign would hold too many numbers', '外呼任务的号码数将超出上限')],
  upgradeNeeded: [426, inBoth('This address is a stream', '此地址为数据流')],
  tooManyRequests: [429, inBoth('Too many requests', '请求过于频繁')],
  uploadBroken: [400, inBoth('The upload was interrupted', '上传中断')],
  agentsElsewhere: [503, inBoth('Another process seats these agents', '这些座席由其他进程管理')],
  noRoom: [507, inBoth('There is no room to save this', '没有空间保存')],
  noMemory: [503, inBoth('The database is short of memory', '数据库内存不足')],
  failed: [500, inBoth('The request could not be carried out', '请求未能完成')],
} as const satisfies Record<string, readonly [number, Bilingual]>;

export type ProblemType = keyof typeof problems;

/** One broken rule: where, and what it asks. */
export const violation = Type.Object({
  path: Type.String(),
  rule: Type.String(),
  code: Type.Optional(Type.String({ description: 'The contract’s code' })),
  received: Type.Optional(Type.Unknown()),
});

export const problemSchema = Type.Object(
  {
    type: Type.String({ description: `urn:campana:problem: and one of ${Object.keys(problems).join(', ')}` }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    violations: Type.Optional(Type.Array(violation)),
  },
  // Kinds have fields of their own beside these (RFC 9457, 3.2).
  { additionalProperties: true },
);
export type ProblemBody = Value<typeof problemSchema>;
