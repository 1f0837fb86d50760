// The configuration of a laboratory's Asterisk, as texts. The parts that every PBX of Campana's needs
// (ARI user, channel variables, trunk, telephone, dialplan) are those of docs/OPERATING.md.
import { mediaPorts } from './ports.ts';

export interface AsteriskSettings {
  /** The instance's own directory, as the program sees it inside its root. */
  readonly directory: string;
  readonly password: string;
  readonly httpPort: number;
  readonly tlsPort: number;
  readonly sipPort: number;
  readonly trunks: readonly { readonly name: string; readonly port: number }[];
  readonly telephones: readonly string[];
  readonly telephonesPort: number;
  /** A telephone that sends no sound for so long counts as dead; null: never. */
  readonly silentTelephoneSeconds: number | null;
  /** Variables of one's own flows that events shall tell. */
  readonly channelVariables: readonly string[];
}

/** A telephone of which the PBX knows nothing until it registers; all others have their place in the configuration. */
export const registeringTelephone = '3001';

/** Every file of the configuration directory with its text. */
export function asteriskConfig(settings: AsteriskSettings): Readonly<Record<string, string>> {
  const { directory, password, httpPort, tlsPort } = settings;
  const variables = ['CAMPANA_CALL', 'CAMPANA_RECORD', 'AMDSTATUS', 'CAMPANA_RESULT'];
  return {
    'asterisk.conf': `[directories]
astcachedir => ${directory}/cache
astetcdir => ${directory}/etc
astmoddir => /usr/lib/${tripletOf(process.arch)}/asterisk/modules
astvarlibdir => ${directory}/lib
astdbdir => ${directory}/lib
astkeydir => ${directory}/lib
astdatadir => /usr/share/asterisk
astagidir => /usr/share/asterisk/agi-bin
astspooldir => ${directory}/spool
astrundir => ${directory}/run
astlogdir => ${directory}/log
astsbindir => /usr/sbin
`,
    'ari.conf': `[general]
enabled = yes
channelvars = ${[...variables, ...settings.channelVariables].join(',')}

[campana]
type = user
read_only = no
password = ${password}
`,
    'http.conf': `[general]
enabled = yes
bindaddr = 127.0.0.1
bindport = ${httpPort}
tlsenable = yes
tlsbindaddr = 127.0.0.1:${tlsPort}
tlscertfile = ${directory}/certificate.pem
tlsprivatekey = ${directory}/key.pem
sessionlimit = 1000
session_keep_alive = 60000
`,
    'pjsip.conf': pjsip(settings),
    'rtp.conf': `[general]
rtpstart = ${mediaPorts.from}
rtpend = ${mediaPorts.to}
icesupport = no
strictrtp = no
`,
    'extensions.conf': dialplan(directory),
    'musiconhold.conf': `[default]
mode = files
directory = ${directory}/sounds/hold
`,
    'logger.conf': `[general]
dateformat = %F %T.%3q
[logfiles]
messages => notice,warning,error
`,
    'modules.conf': `[modules]
autoload = no
${modules.map((name) => `load = ${name}.so`).join('\n')}
`,
    'cdr.conf': '[general]\nenable = no\n',
    'cel.conf': '[general]\nenable = no\n',
    'indications.conf':
      '[general]\ncountry = us\n[us]\ndescription = any\nringcadence = 2000,4000\ndial = 440\n',
    'amd.conf': '[general]\n',
    // Without these Asterisk complains of files that it does not need.
    ...Object.fromEntries(
      ['acl', 'ccss', 'features', 'manager', 'pjproject', 'udptl', 'websocket_client'].map(empty),
    ),
  };
}

const empty = (name: string): [string, string] => [`${name}.conf`, ''];

/** Debian's name of the machine's kind of processor. */
const tripletOf = (processor: string): string =>
  processor === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';

function pjsip(settings: AsteriskSettings): string {
  const transport = `[transport]
type = transport
protocol = udp
bind = 127.0.0.1:${settings.sipPort}
`;
  const common = `transport = transport
disallow = all
allow = ulaw,alaw
direct_media = no
timers = no
media_address = 127.0.0.1
bind_rtp_to_media_address = yes
`;
  const trunks = settings.trunks.map(
    ({ name, port }) => `[${name}]
type = aor
contact = sip:127.0.0.1:${port}
[${name}]
type = endpoint
aors = ${name}
context = from-outside
${common}`,
  );
  const silence = settings.silentTelephoneSeconds;
  const telephones = settings.telephones.map(
    (name) => `[${name}]
type = aor
contact = sip:${name}@127.0.0.1:${settings.telephonesPort}
[${name}]
type = endpoint
aors = ${name}
context = from-outside
${common}${silence === null ? '' : `rtp_timeout = ${silence}\n`}`,
  );
  const registering = `[${registeringTelephone}]
type = aor
max_contacts = 1
remove_existing = yes
[${registeringTelephone}]
type = endpoint
aors = ${registeringTelephone}
context = from-outside
${common}`;
  return [transport, ...trunks, ...telephones, registering].join('\n');
}

function dialplan(directory: string): string {
  const sound = (name: string): string => `Playback(${directory}/sounds/${name})`;
  return `[campana]
exten => call,1,ExecIf($["\${CAMPANA_RECORD}" != ""]?MixMonitor(\${CAMPANA_RECORD}.wav))
 same => n,GotoIf($["\${CAMPANA_DETECT}" = "yes"]?detect)
 same => n,GotoIf($["\${CAMPANA_FLOW}" = ""]?hand,1:flow,1)
 same => n(detect),AMD()
 same => n,Set(CAMPANA_WORD=,detected,\${AMDSTATUS})
 same => n,Goto(hand,1)
exten => flow,1,GotoIf(\${DIALPLAN_EXISTS(campana-flows,\${CAMPANA_FLOW},1)}?campana-flows,\${CAMPANA_FLOW},1)
 same => n,Set(CAMPANA_WORD=,noFlow)
 same => n,Goto(hand,1)
exten => hand,1,Stasis(\${CAMPANA_APP}\${CAMPANA_WORD})
 same => n,GotoIf($["\${STASISSTATUS}" != "FAILED" | 0\${CAMPANA_TRIES} > 60]?end)
 same => n,Set(CAMPANA_TRIES=$[0\${CAMPANA_TRIES} + 1])
 same => n,Wait(0.5)
 same => n,Goto(1)
 same => n(end),Hangup()

[campana-queue]
exten => _X!,1,Stasis(\${CAMPANA_APP},transfer,\${EXTEN})
 same => n,GotoIf($["\${STASISSTATUS}" != "FAILED" | 0\${CAMPANA_TRIES} > 60]?end)
 same => n,Set(CAMPANA_TRIES=$[0\${CAMPANA_TRIES} + 1])
 same => n,Wait(0.5)
 same => n,Goto(1)
 same => n(end),Hangup()

[campana-flows]
; plays for a second
exten => 1001,1,${sound('prompt1')}
 same => n,Hangup()
; plays briefly, and hands the person to the agents of skill queue 5
exten => 1002,1,${sound('prompt0')}
 same => n,Goto(campana-queue,5,1)
; an announcement of 2 s for a person for whom no agent is there
exten => 1003,1,${sound('prompt2')}
 same => n,Hangup()
; a message of 2 s for a machine
exten => 1004,1,${sound('prompt2')}
 same => n,Hangup()
; gathers something, and ends after 0.5 s
exten => 1005,1,Set(CAMPANA_RESULT=pressed 1)
 same => n,Wait(0.5)
 same => n,Hangup()

; stays until the customer hangs up, half a minute at most
exten => 1006,1,Wait(30)
 same => n,Hangup()

[from-outside]
; nobody calls the laboratory
exten => _X!,1,Hangup(21)
`;
}

/** What calls, ARI, detection, recording and playing need, and nothing else: it starts in half a second. */
const modules = [
  'res_pjproject',
  'res_sorcery_config',
  'res_sorcery_memory',
  'res_sorcery_astdb',
  'res_timing_timerfd',
  'res_crypto',
  'res_pjsip',
  'res_pjsip_session',
  'res_pjsip_pubsub',
  'res_pjsip_caller_id',
  'res_pjsip_dtmf_info',
  'res_pjsip_header_funcs',
  'res_pjsip_nat',
  'res_pjsip_registrar',
  'res_pjsip_rfc3326',
  'res_pjsip_sdp_rtp',
  'res_pjsip_endpoint_identifier_ip',
  'res_pjsip_endpoint_identifier_user',
  'res_rtp_asterisk',
  'chan_pjsip',
  'res_http_websocket',
  'res_websocket_client',
  'res_stasis',
  'res_stasis_answer',
  'res_stasis_device_state',
  'res_stasis_playback',
  'res_stasis_recording',
  'res_stasis_snoop',
  'res_ari',
  'res_ari_model',
  'res_ari_applications',
  'res_ari_asterisk',
  'res_ari_bridges',
  'res_ari_channels',
  'res_ari_endpoints',
  'res_ari_events',
  'res_ari_playbacks',
  'res_ari_recordings',
  'app_amd',
  'app_exec',
  'app_mixmonitor',
  'app_playback',
  'app_playtones',
  'app_stasis',
  'pbx_config',
  'func_callerid',
  'func_channel',
  'func_dialplan',
  'func_hangupcause',
  'func_logic',
  'func_strings',
  'func_timeout',
  'res_musiconhold',
  'bridge_holding',
  'bridge_native_rtp',
  'bridge_simple',
  'bridge_softmix',
  'codec_a_mu',
  'codec_alaw',
  'codec_gsm',
  'codec_resample',
  'codec_ulaw',
  'format_gsm',
  'format_pcm',
  'format_sln',
  'format_wav',
  'format_wav_gsm',
];
