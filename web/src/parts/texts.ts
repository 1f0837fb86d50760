// Words of the parts that every page uses, and the names of what can go wrong.
import type { ProblemType } from '../../../src/api/problem.ts';
import { inBoth } from '../text/texts.ts';

export const partTexts = inBoth(
  { loading: 'Loading', tryAgain: 'Try again' },
  { loading: '加载中', tryAgain: '重试' },
);

export const maskedTexts = inBoth(
  {
    masked: 'Numbers are masked for your role.',
    maskedSearch: 'Numbers are masked for your role. Search for a whole number to find it.',
  },
  {
    masked: '您的角色看到的号码已隐藏部分数字。',
    maskedSearch: '您的角色看到的号码已隐藏部分数字。输入完整号码仍可查询。',
  },
);

/** Of leaving a page on which something was typed. */
export const leavingTexts = inBoth(
  {
    unsaved: 'Leave without saving?',
    unsavedDetail: 'Your changes on this page are not saved yet.',
    leave: 'Leave',
    stay: 'Stay here',
  },
  {
    unsaved: '放弃已填写的内容并离开？',
    unsavedDetail: '此页的改动尚未保存。',
    leave: '离开',
    stay: '留在此页',
  },
);

export const formTexts = inBoth(
  {
    save: 'Save',
    saved: 'Saved',
    edit: 'Edit',
    remove: 'Delete',
    required: 'Must be filled in',
    length: (most: number) => `At most ${most} characters`,
    range: (least: string, most: string) => `${least} to ${most}`,
    total: (count: string) => `${count} in all`,
  },
  {
    save: '保存',
    saved: '已保存',
    edit: '编辑',
    remove: '删除',
    required: '必填',
    length: (most) => `最多 ${most} 个字符`,
    range: (least, most) => `${least} 到 ${most}`,
    total: (count) => `共 ${count} 项`,
  },
);

/** Of times that the clock of a zone skips or shows twice. */
export const wallTexts = inBoth(
  {
    skipped: (zone: string, meant: string) => `The clock of ${zone} skips this time. It means ${meant}.`,
    repeated: (zone: string) => `The clock of ${zone} shows this time twice. It means the first one.`,
  },
  {
    skipped: (zone, meant) => `${zone} 的时钟会跳过此时间，将按 ${meant} 计。`,
    repeated: (zone) => `${zone} 的时钟会两次经过此时间，将按第一次计。`,
  },
);

/** By the server's word for the kind of problem (src/api/problem.ts), and two of our own. */
export const problemTexts = inBoth(
  {
    unreachable: 'The server does not answer',
    unreadableAnswer: 'The answer cannot be read',
    unreadable: 'The request cannot be read',
    invalid: 'Some fields are not filled in correctly',
    signInNeeded: 'Your session had ended and nothing was changed. Try again',
    wrongCredentials: 'The user name or the password is wrong',
    signatureRefused: 'The signature is refused',
    csrfTokenMissing: 'This page is out of date. Reload it',
    permissionMissing: 'Your role does not allow this',
    otherOrigin: 'This page belongs to another server',
    otherVdn: 'This belongs to another VDN',
    notFound: 'It does not exist, or no longer exists',
    alreadyThere: 'It exists already',
    inUse: 'It is in use',
    lastAdministrator: 'The last administrator must stay',
    revisionChanged: 'Another user has changed it meanwhile',
    wrongState: 'Its state does not allow this',
    importedAlready: 'This file was imported already',
    otherFile: 'The key belongs to another file',
    importRunning: 'An import with this key is running',
    tooLarge: 'It is too large',
    wrongContentType: 'The server expects another kind of content',
    contractRefused: 'The settings are refused',
    importRefused: 'The file cannot be imported',
    tooManyNumbers: 'The campaign would hold too many numbers',
    upgradeNeeded: 'This address is a stream',
    tooManyRequests: 'Too many requests. Try again in a moment',
    uploadBroken: 'The upload was interrupted',
    agentsElsewhere: 'This server process does not seat these agents',
    noRoom: 'The server has no room to save this',
    noMemory: 'The database is short of memory. Try again in a moment',
    failed: 'It could not be done',
  } satisfies Record<ProblemType | 'unreachable' | 'unreadableAnswer', string>,
  {
    unreachable: '服务器无响应',
    unreadableAnswer: '无法读取响应',
    unreadable: '无法读取请求',
    invalid: '填写内容不符合要求',
    signInNeeded: '会话已结束，操作未执行，请重试',
    wrongCredentials: '用户名或密码错误',
    signatureRefused: '签名被拒绝',
    csrfTokenMissing: '页面已过期，请重新加载',
    permissionMissing: '您的角色无权执行此操作',
    otherOrigin: '此页面来自其他服务器',
    otherVdn: '此内容属于其他 VDN',
    notFound: '不存在或已被删除',
    alreadyThere: '已存在',
    inUse: '正在使用中',
    lastAdministrator: '必须保留最后一名管理员',
    revisionChanged: '其他人已同时修改',
    wrongState: '当前状态不允许此操作',
    importedAlready: '此文件已导入过',
    otherFile: '此标识属于另一文件',
    importRunning: '相同标识的导入正在进行',
    tooLarge: '内容过大',
    wrongContentType: '内容类型不正确',
    contractRefused: '设置被拒绝',
    importRefused: '文件无法导入',
    tooManyNumbers: '外呼任务的号码数将超出上限',
    upgradeNeeded: '此地址为数据流',
    tooManyRequests: '请求过于频繁，请稍后再试',
    uploadBroken: '上传中断',
    agentsElsewhere: '此服务进程不管理这些座席',
    noRoom: '服务器没有空间保存',
    noMemory: '数据库内存不足，请稍后再试',
    failed: '操作未能完成',
  },
);
