// Every sentence with which /api/v1 refuses, in both languages. They are together so that they can be read
// in one go. The text for a single field is a rule and is beside its schema.
import { inBoth } from '../../../core/language.ts';

export const refusalTexts = {
  noRoute: inBoth('There is no such route.', '没有此接口。'),
  noVdn: inBoth('There is no such VDN.', '没有此 VDN。'),
  noCampaign: inBoth('There is no such campaign.', '没有此外呼任务。'),
  noNumber: inBoth('There is no such number in this campaign.', '外呼任务中没有此号码。'),
  noUser: inBoth('There is no such user.', '没有此用户。'),
  noSkillQueue: inBoth('There is no such skill queue.', '没有此技能队列。'),
  noAgent: inBoth('There is no such agent.', '没有此座席。'),
  noAgentCalled: (id: string) => inBoth(`There is no agent ${id}.`, `没有座席 ${id}。`),
  noFlow: inBoth('There is no such flow.', '没有此流程。'),
  noImport: inBoth('There is no such import.', '没有此次导入。'),
  noKey: inBoth('There is no such key, or it is revoked already.', '没有此密钥，或已被吊销。'),
  noRevision: (revision: number) =>
    inBoth(`The campaign has no revision ${revision}.`, `外呼任务没有版本 ${revision}。`),
  noBeat: (at: string) =>
    inBoth(
      `No beat of this campaign is recorded in the two minutes before ${at}.`,
      `在 ${at} 之前的两分钟内没有此外呼任务的节拍记录。`,
    ),

  noFlowCalled: (code: string) =>
    inBoth(
      `settings.abandonmentFlowCode: there is no flow ${code}.`,
      `settings.abandonmentFlowCode：没有流程 ${code}。`,
    ),
  noTimeZone: (name: string) =>
    inBoth(
      `settings.timeZone ${name} is not an IANA time zone.`,
      `settings.timeZone：${name} 不是 IANA 时区。`,
    ),
  noAddresses: (path: string, entry: string | undefined) =>
    inBoth(
      `${path} ${entry} is not a host name, address or network.`,
      `${path}：${entry} 不是主机名、地址或网段。`,
    ),

  thereAlready: inBoth('It is there already, and stays as it is.', '已存在，保持不变。'),
  userThere: (name: string) => inBoth(`There is a user ${name} already.`, `用户 ${name} 已存在。`),
  vdnThere: (id: number) => inBoth(`There is a VDN ${id} already.`, `VDN ${id} 已存在。`),
  telephoneThere: (endpoint: string) =>
    inBoth(
      `An agent of another VDN has the telephone ${endpoint}. Name another one.`,
      `话机 ${endpoint} 已属于其他 VDN 的座席，请指定另一部。`,
    ),
  queueInUse: inBoth('A campaign or a flow uses this skill queue.', '有外呼任务或流程正在使用此技能队列。'),
  flowOfVdn: inBoth(
    'The setting abandonmentFlowCode of the VDN names this flow.',
    'VDN 的放弃提示流程设置正在使用此流程。',
  ),
  flowOfCampaign: (campaignId: number) =>
    inBoth(
      `The handling of calls of campaign ${campaignId} names this flow.`,
      `外呼任务 ${campaignId} 的呼叫处理正在使用此流程。`,
    ),
  lastAdministrator: inBoth('The VDN would be left without an administrator.', '此操作将使 VDN 没有管理员。'),

  signIn: inBoth('Sign in at POST /api/v1/session, or sign the request.', '请先登录，或对请求签名。'),
  signedOut: inBoth('The session or the key of this stream is no longer valid.', '会话或密钥已失效。'),
  csrfToken: (header: string) =>
    inBoth(
      `Send the header ${header} with the csrfToken of GET /api/v1/session.`,
      `请在请求头 ${header} 中携带会话令牌。`,
    ),
  wrongCredentials: inBoth('The user name or the password is wrong.', '用户名或密码错误。'),
  wrongPassword: inBoth('The current password is wrong.', '当前密码错误。'),
  ownPassword: inBoth(
    'Change your own password at PUT /api/v1/session/password, with the present one.',
    '修改自己的密码请使用 PUT /api/v1/session/password，需要提供当前密码。',
  ),
  noSession: inBoth('There is no such session.', '没有此会话。'),
  keyHasNoSession: inBoth('A key has no sessions.', '密钥没有会话。'),
  keyHasNoPassword: inBoth('A key has no password.', '密钥没有密码。'),
  otherVdn: (own: number) =>
    inBoth(`You belong to VDN ${own} and see nothing of others.`, `您属于 VDN ${own}，无权查看其他 VDN。`),
  otherAgent: (own: string | null) =>
    inBoth(`You work as the agent ${own}, and as no other.`, `您只能以座席 ${own} 的身份工作。`),
  otherPage: inBoth(
    'Only a page of this server may open the stream.',
    '只有此服务器的页面可以打开此数据流。',
  ),
  permissionMissing: (permission: string, role: string) =>
    inBoth(
      `This needs the permission ${permission}; the role ${role} lacks it.`,
      `此操作需要权限 ${permission}，角色 ${role} 没有该权限。`,
    ),
  houseMakesVdns: inBoth('Only administrators of VDN 1 can add VDNs.', '只有 VDN 1 的管理员可以新建 VDN。'),
  operatorSigned: inBoth(
    'Only signed-in administrators of VDN 1 set the bounds of a VDN; an access key cannot.',
    '只有已登录的 VDN 1 管理员可以设定各 VDN 的许可范围，访问密钥无权设定。',
  ),
  prefixThere: (prefix: string, vdnId: number) =>
    inBoth(
      `The telephones of VDN ${vdnId} begin with ${prefix}: neither prefix may begin with the other.`,
      `VDN ${vdnId} 的话机以 ${prefix} 开头，请使用可区分的前缀。`,
    ),
  prefixUsed: (prefix: string) =>
    inBoth(
      `An agent of another VDN has a telephone that begins with ${prefix}. Give that agent another one first.`,
      `其他 VDN 的座席有以 ${prefix} 开头的话机，请先更换该话机。`,
    ),
  noNumberLeft: inBoth(
    'The allowedPrefixes of the VDN are outside these bounds, so no number would be left to dial. Change them first.',
    'VDN 的允许号段在此范围之外，将没有可呼叫的号码。请先修改允许号段。',
  ),
  houseSeesGateways: inBoth(
    'Only users of VDN 1 see the gateways, which all VDNs share.',
    '只有 VDN 1 的用户可以查看所有 VDN 共用的网关。',
  ),
  houseSeesSystem: inBoth(
    'Only users of VDN 1 see what all VDNs share.',
    '只有 VDN 1 的用户可以查看所有 VDN 共用的内容。',
  ),

  askLater: inBoth('Ask again in a second.', '请一秒后重试。'),
  attemptsWait: (seconds: number) =>
    inBoth(`Too many attempts. Try again in ${seconds} s.`, `尝试次数过多，请 ${seconds} 秒后重试。`),
  attempts: inBoth('Too many attempts.', '尝试次数过多。'),
  manyStreams: (most: number) =>
    inBoth(`At most ${most} streams of this kind may be open.`, `此数据流已打开 ${most} 个。`),
  manyFrames: inBoth('Too many frames at once.', '一次发送的帧过多。'),
  manyFiles: inBoth(
    'Other files are being written. Try again in a few seconds.',
    '其他文件正在生成，请几秒后重试。',
  ),
  manyImports: inBoth(
    'Other imports are running. Try again in a few seconds.',
    '其他导入正在进行，请几秒后重试。',
  ),
  importRunning: (id: string) =>
    inBoth(
      `The import ${id} with this Idempotency-Key is running.`,
      `使用相同 Idempotency-Key 的导入 ${id} 正在进行。`,
    ),

  unreadable: inBoth('The request cannot be read.', '无法读取请求。'),
  body: (rule: { readonly en_US: string; readonly zh_CN: string }) =>
    inBoth(`The body ${rule.en_US}.`, `请求体${rule.zh_CN}。`),
  noBody: inBoth('This route takes no body.', '此接口不接受请求体。'),
  bodyTooLarge: inBoth('The body is larger than 1 MiB.', '请求体超过 1 MiB。'),
  sendJson: inBoth('The content type must be application/json.', '内容类型必须为 application/json。'),
  sendCsv: inBoth('Send the file as text/csv.', '请以 text/csv 类型发送文件。'),
  hashText: inBoth(
    'x-content-sha256 must be 64 lower-case hexadecimal digits.',
    'x-content-sha256 必须是 64 位小写十六进制数字。',
  ),
  hashSigned: inBoth(
    'A signed upload must have x-content-sha256 among its signed headers.',
    '签名的上传必须将 x-content-sha256 列入签名的请求头。',
  ),
  idempotencyKey: inBoth(
    'Idempotency-Key must be 1 to 128 visible ASCII characters.',
    'Idempotency-Key 必须是 1 到 128 个可见 ASCII 字符。',
  ),
  openSocket: inBoth('Open this address as a WebSocket.', '请以 WebSocket 打开此地址。'),
  frameNoJson: inBoth('The frame is not JSON.', '帧不是 JSON 文本。'),
  frameFailed: inBoth('The frame could not be carried out.', '帧未能执行。'),
  frameId: inBoth(
    'A frame is an object with id, a number or a short text.',
    '帧必须是带有 id（数字或短文本）的对象。',
  ),
  frameCommand: (commands: string) =>
    inBoth(`command must be one of ${commands}.`, `command 必须是以下之一：${commands}。`),
  frameWatch: (most: number) =>
    inBoth(
      `A frame is { "watch": [ids] } with at most ${most} ids of campaigns.`,
      `帧必须是 { "watch": [ids] }，最多包含 ${most} 个外呼任务。`,
    ),
  noFrames: inBoth('This stream takes no frames.', '此数据流不接受帧。'),

  ended: inBoth('The campaign has ended.', '外呼任务已结束。'),
  tooManyAgain: (most: number, opened: number) =>
    inBoth(
      `The campaign may have at most ${most} unfinished numbers. ${opened} numbers wait again; the others stay as they are.`,
      `外呼任务最多可有 ${most} 个未完成的号码。已有 ${opened} 个号码重新等待呼叫，其余号码保持不变。`,
    ),
  neverChanged: inBoth(
    'The campaign was never changed, so there is no earlier revision.',
    '从未修改过，没有可回退的版本。',
  ),
  revisionChanged: (revision: number, meant: number | undefined) =>
    inBoth(
      `The campaign is at revision ${revision}, not at ${meant}.`,
      `外呼任务的当前版本为 ${revision}，而不是 ${meant}。`,
    ),
  noAgentsOfIvr: inBoth('This is an IVR campaign and has no agents.', '此外呼任务为 IVR 外呼，没有座席。'),
  nothingToPace: inBoth(
    'This is an IVR campaign and has no pacing to replay.',
    '此外呼任务为 IVR 外呼，没有可重算的节拍。',
  ),
  importNotFinished: {
    running: inBoth('The import is running.', '导入正在进行。'),
    failed: inBoth('The import has failed.', '导入已失败。'),
    finished: inBoth('The import is finished.', '导入已完成。'),
  },
  notOffered: (contactId: string) =>
    inBoth(
      `The contact ${contactId} is not offered to this agent now.`,
      `联系人 ${contactId} 当前未提供给此座席。`,
    ),
  calledOrPrefix: inBoth('Give called or prefix, not both.', 'called 与 prefix 只能提供一个。'),
  wholeNumbersOnly: inBoth(
    'Numbers are hidden from your role. Search for a whole number, with called.',
    '您的角色看不到号码，只能按完整号码查找（called）。',
  ),
  dialsNeedAt: inBoth('dials needs at as well.', '询问 dials 时必须同时给出时间点 at。'),

  demoIsSimulated: inBoth(
    'This server dials over a real PBX, where the made-up numbers of the demo could belong to real people. ' +
      'Start a server with the simulated carrier instead.',
    '此服务器通过真实 PBX 外呼，演示中虚构的号码可能属于真实用户。请使用模拟线路启动服务器。',
  ),
  demoQueue: (id: string | null) =>
    inBoth(
      `Skill queue ${id} has another name, and the simulated agents would take its calls.`,
      `技能队列 ${id} 使用其他名称，模拟座席会接走其客户。`,
    ),
  demoAgent: (id: string | null) =>
    inBoth(
      `Agent ${id} is a person, and the demo has a simulated agent with this id.`,
      `座席 ${id} 是真人，而演示中有相同工号的模拟座席。`,
    ),
  demoFlow: (id: string | null) =>
    inBoth(`Flow ${id} differs from the demo’s.`, `流程 ${id} 与演示中的流程不同。`),
  demoPrefixes: inBoth(
    'The VDN’s allowedPrefixes do not allow numbers that begin with 0044.',
    'VDN 的允许号段不包含以 0044 开头的号码。',
  ),
  demoCampaigns: inBoth(
    'The VDN has as many campaigns with agents as its skillCampaignsMax allows.',
    'VDN 的人工外呼任务数已达上限。',
  ),

  seatedBy: (owner: string, vdnId: number) =>
    inBoth(
      `The process ${owner} seats the agents of VDN ${vdnId}. Ask that process, or try again.`,
      `VDN ${vdnId} 的座席由进程 ${owner} 管理，请访问该进程或重试。`,
    ),
  seatedByNobody: (vdnId: number) =>
    inBoth(
      `No process seats the agents of VDN ${vdnId} at the moment. Try again.`,
      `当前没有进程管理 VDN ${vdnId} 的座席，请重试。`,
    ),
  seatMoved: inBoth(
    'Another process seats the agents of this VDN from now on. Connect again.',
    '此 VDN 的座席已改由其他进程管理，请重新连接。',
  ),
  failed: inBoth(
    'The request could not be carried out. The server’s log has the details.',
    '请求未能完成，详情请查看服务器日志。',
  ),
} as const;
