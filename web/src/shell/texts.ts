// Words of the frame around the pages.
import type { Role } from '../../../src/core/user.ts';
import type { NavigationGroup } from '../pages/page.ts';
import { inBoth } from '../text/texts.ts';

export const shellTexts = inBoth(
  {
    skip: 'Skip to content',
    navigation: 'Pages',
    openNavigation: 'Open the navigation',
    closeNavigation: 'Close the navigation',
    userMenu: (user: string) => `Menu of ${user}`,
    vdn: (id: number) => `VDN ${id}`,
    language: 'Language',
    theme: 'Appearance',
    auto: 'Auto',
    light: 'Light',
    dark: 'Dark',
    changePassword: 'Change password',
    sessions: 'Where you are signed in',
    signOut: 'Sign out',
    noSuchPage: 'There is no such page',
    noSuchPageDetail: 'The address is wrong, or the page no longer exists.',
    notAllowed: 'This page is not for your role',
    notAllowedDetail: 'An administrator of your VDN can change your role.',
    toBeginning: 'To the first page',
    pageFailed: 'The page could not be shown',
    pageFailedDetail: 'Reload it. If that does not help, the server may have been updated or may be down.',
    loadAgain: 'Load again',
  },
  {
    skip: '跳到内容',
    navigation: '页面',
    openNavigation: '打开导航',
    closeNavigation: '关闭导航',
    userMenu: (user) => `${user} 的菜单`,
    vdn: (id) => `VDN ${id}`,
    language: '语言',
    theme: '外观',
    auto: '自动',
    light: '浅色',
    dark: '深色',
    changePassword: '修改密码',
    sessions: '已登录的会话',
    signOut: '退出登录',
    noSuchPage: '页面不存在',
    noSuchPageDetail: '地址有误，或内容已被删除。',
    notAllowed: '您的角色无权访问此页面',
    notAllowedDetail: '请联系本 VDN 的管理员调整角色。',
    toBeginning: '返回首页',
    pageFailed: '页面无法显示',
    pageFailedDetail: '请重新加载。若仍无法显示，可能服务器已更新或暂时不可用。',
    loadAgain: '重新加载',
  },
);

export const groupTexts = inBoth<Record<NavigationGroup, string>>(
  { run: 'Campaigns', people: 'People', house: 'System' },
  { run: '外呼', people: '人员', house: '系统' },
);

export const roleTexts = inBoth<Record<Role, string>>(
  { administrator: 'Administrator', supervisor: 'Supervisor', agent: 'Agent', auditor: 'Auditor' },
  { administrator: '管理员', supervisor: '班长', agent: '座席', auditor: '审计员' },
);

export const liveTexts = inBoth(
  {
    beginning: 'Connecting',
    open: 'Live',
    waiting: 'Connection lost, trying again',
    refused: 'Connection lost',
    stale: 'The database does not answer',
    since: (time: string, ago: string) => `figures of ${time}, ${ago}`,
  },
  {
    beginning: '连接中',
    open: '实时',
    waiting: '连接中断，正在重试',
    refused: '连接中断',
    stale: '数据库无响应',
    since: (time, ago) => `数据截至 ${time}（${ago}）`,
  },
);
