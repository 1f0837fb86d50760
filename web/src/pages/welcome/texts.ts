// Words of the first page of an empty VDN.
import type { DemoObstacle } from '../../../../src/core/demoWorld.ts';
import { inBoth } from '../../text/texts.ts';

export const welcomeTexts = inBoth(
  {
    title: 'First steps',
    about:
      'Campana calls the numbers of your campaigns, joins the people who answer with an agent or an announcement, and sends you the result of each call.',
    simulated: 'This server dials over a simulated carrier',
    simulatedDetail: 'Numbers answer, ring out or are busy as in real life, but no call leaves this machine.',
    real: 'This server dials over a real PBX',
    realDetail: 'Campaigns on this server call real people.',
    demo: 'See it dial',
    demoAbout: 'In one step this adds to your VDN:',
    demoQueues: 'ten skill queues and two announcements (flows)',
    demoAgents: 'twenty simulated agents, who take calls and wrap them up',
    demoCampaign: (count: string) =>
      `a predicted campaign with ${count} made-up numbers, which begins to dial at once`,
    demoAfter:
      'The agents sign in within a few seconds. Change the campaign while it runs, pause it, or delete it when you have seen enough.',
    make: 'Add the demo and watch',
    toDemo: 'Watch the demo',
    demoThere: 'The demo is there already.',
    onlySimulated:
      'There is no demo on this server: its numbers are made up, and over a real PBX they could belong to real people. Start another server with the simulated carrier to see it.',
    blocked: 'The demo would conflict with what is in your VDN',
    own: 'Start with your own',
    ownAbout: 'A campaign needs agents or a flow.',
    settingsAbout: 'Time zone, limits, and hosts to which results may go',
    flowsAbout: 'What people hear in a campaign without agents',
    queuesAbout: 'Which calls go to which agents',
    agentsAbout: 'The people who take calls, and their telephones',
    keysAbout: 'For your own software that adds campaigns and receives results',
    there: (count: string) => `${count} there`,
  },
  {
    title: '快速开始',
    about: 'Campana 按外呼任务拨打号码，将接听者转接给座席或播放语音，并把每通呼叫的结果推送给您。',
    simulated: '本服务器使用模拟线路',
    simulatedDetail: '号码会像真实环境一样接听、无人应答或占线，但不会有呼叫离开本机。',
    real: '本服务器通过真实的 PBX 外呼',
    realDetail: '此处的外呼任务会拨通真实用户的电话。',
    demo: '看看外呼效果',
    demoAbout: '一步即可在您的 VDN 中创建：',
    demoQueues: '十个技能队列和两个语音流程',
    demoAgents: '二十名模拟座席，自动接听并完成话后整理',
    demoCampaign: (count) => `一个预测外呼任务，含 ${count} 个虚构号码，创建后立即开始外呼`,
    demoAfter: '座席会在几秒内签入。任务运行时可以修改、暂停，看完后可以删除。',
    make: '创建演示并查看',
    toDemo: '查看演示',
    demoThere: '演示任务已存在。',
    onlySimulated:
      '此处不提供演示：演示号码是虚构的，经真实 PBX 拨出可能打到他人。请另外启动一个使用模拟线路的服务器。',
    blocked: '演示内容与现有内容冲突',
    own: '创建自己的任务',
    ownAbout: '外呼任务需要有座席或语音流程来应答接通的用户。',
    settingsAbout: '时区、各项上限以及允许接收结果的主机',
    flowsAbout: '无座席任务中用户听到的内容',
    queuesAbout: '哪些呼叫分配给哪些座席',
    agentsAbout: '由谁接听，使用哪部话机',
    keysAbout: '供您的系统创建任务和接收结果',
    there: (count) => `已有 ${count} 个`,
  },
);

/** By what is in the demo's way; the id stands where the thing has one. */
export const obstacleTexts = inBoth<Record<DemoObstacle['kind'], (id: string) => string>>(
  {
    skillQueue: (id: string) =>
      `Skill queue ${id} has another name, and simulated agents would take its calls.`,
    agent: (id: string) => `Agent ${id} is a person, and the demo has a simulated agent with this id.`,
    flow: (id: string) => `Flow ${id} differs from the demo’s flow.`,
    allowedPrefixes: () => 'The settings do not allow numbers that begin with 0044.',
    skillCampaignsMax: () => 'The VDN has as many campaigns with agents as its settings allow.',
  },
  {
    skillQueue: (id) => `技能队列 ${id} 名称不同，模拟座席会接走该队列的呼叫。`,
    agent: (id) => `座席 ${id} 为真人座席，与演示的模拟座席编号相同。`,
    flow: (id) => `流程 ${id} 与演示所用的流程不同。`,
    allowedPrefixes: () => '设置中允许的号码前缀不包含 0044。',
    skillCampaignsMax: () => '本 VDN 的座席类外呼任务数已达上限。',
  },
);
