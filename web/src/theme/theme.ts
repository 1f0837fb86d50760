// How the console looks: dense, quiet, one accent. antd makes its styles from these values and gives them
// to our own style sheets as variables (`var(--ant-color-text)`), so nothing else names a color.
import { type ThemeConfig, theme } from 'antd';

const fonts =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif";

/** What is the same by day and by night. */
const shape = {
  fontFamily: fonts,
  fontSize: 13,
  fontSizeSM: 12,
  controlHeight: 30,
  borderRadius: 4,
  wireframe: false,
} as const;

const components: ThemeConfig['components'] = {
  Layout: { headerHeight: 48, headerPadding: '0 16px' },
  Menu: { itemHeight: 34, itemMarginInline: 8, itemBorderRadius: 4, activeBarBorderWidth: 0 },
  Table: { cellPaddingBlockSM: 7, cellPaddingInlineSM: 10 },
  Card: { bodyPadding: 16, headerHeight: 40 },
  Form: { itemMarginBottom: 16 },
};

/** Class under which antd's variables are there for our own style sheets (main.tsx puts it on the root). */
export const variablesClass = 'campana';

/**
 * @param isStill nothing moves. antd must know, since it waits for the end of each movement: cut short by a style
 *   sheet, the end comes too early, and a question stays where it was measured, outside of the page.
 */
export const themeOf = (isDark: boolean, isStill: boolean): ThemeConfig => ({
  cssVar: { key: variablesClass },
  hashed: false,
  algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: { ...shape, motion: !isStill, ...(isDark ? night : day) },
  components: isDark ? { ...components, ...nightComponents } : components,
});

/** Colors of text and of what means something reach 4.5:1 on every surface they stand on. */
const day = {
  colorPrimary: '#3949ab',
  colorLink: '#3949ab',
  colorLinkHover: '#283593',
  colorLinkActive: '#1f2a78',
  colorSuccess: '#1b7a43',
  colorWarning: '#a15c00',
  colorError: '#c4302b',
  colorInfo: '#3949ab',
  colorPrimaryBg: '#eceffb',
  colorSuccessBg: '#e6f4ea',
  colorWarningBg: '#fdf1dc',
  colorErrorBg: '#fdebea',
  colorInfoBg: '#eceffb',
  colorBgLayout: '#f5f6f8',
  colorTextSecondary: '#4e5461',
  colorTextTertiary: '#5f6573',
  colorTextDescription: '#5f6573',
  colorTextPlaceholder: '#6b7180',
  colorTextDisabled: '#8a8f9b',
} as const;

const night = {
  colorPrimary: '#a9b6ff',
  colorLink: '#a9b6ff',
  colorLinkHover: '#c5ceff',
  colorLinkActive: '#c5ceff',
  colorSuccess: '#5fd89c',
  colorWarning: '#f0b55e',
  colorError: '#ff8b83',
  colorInfo: '#a9b6ff',
  colorPrimaryBg: '#20263f',
  colorSuccessBg: '#12291d',
  colorWarningBg: '#2d2313',
  colorErrorBg: '#331a19',
  colorInfoBg: '#20263f',
  colorBgBase: '#14161a',
  colorBgLayout: '#0e1013',
  colorBgContainer: '#16191d',
  colorBgElevated: '#1e2227',
  colorBorder: '#3b414b',
  colorBorderSecondary: '#272b32',
  colorTextBase: '#e8eaee',
  colorTextSecondary: '#b4bac4',
  colorTextTertiary: '#9aa1ad',
  colorTextDescription: '#9aa1ad',
  colorTextPlaceholder: '#868d99',
} as const;

/** On the light accent of the night, text is dark. */
const onAccent = '#10131f';
const nightComponents: ThemeConfig['components'] = {
  ...components,
  Button: { primaryColor: onAccent, dangerColor: onAccent },
};
