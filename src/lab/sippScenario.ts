// The words of a SIPp scenario in which SIPp is called: XML texts for the carrier and the telephones.
// A step is a text; a scenario is its steps in a row, with labels to jump to. The endings that
// every call may need (canceled, released, hanging up) stand once, at the end.

/** A `choices` entry: calls whose called user `matches` go to the steps. */
export interface Fate {
  readonly name: string;
  readonly steps: readonly string[];
}

/**
 * A whole scenario. `chosenBy` is an extended regular expression over the called user; its first group
 * is the fate's name, and a call whose fate has no entry goes to `others`.
 */
export function scenario(chosenBy: string, fates: readonly Fate[], others: readonly string[]): string {
  const choices = fates.map(
    ({ name }) => `<strcmp assign_to="difference" variable="fate" value="${name}"/>
<test assign_to="is${name}" variable="difference" compare="equal" value="0"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="campana">
<recv request="INVITE" rrs="true">
<action>
<ereg regexp="sip:${chosenBy}@" search_in="msg" assign_to="whole,fate"/>
<ereg regexp="sip:([^@]*)@" search_in="msg" assign_to="whole,called"/>
<ereg regexp=".*" search_in="hdr" header="From:" assign_to="from"/>
<ereg regexp=".*" search_in="hdr" header="To:" assign_to="to"/>
<ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="sequence"/>
<log message="[timestamp] [call_id] [$called] [$from]"/>
${choices.join('\n')}
</action>
</recv>
<Reference variables="whole,fate"/>
${fates.map(({ name }) => `<nop next="fate${name}" test="is${name}"/>`).join('\n')}
${others.join('\n')}
${fates.map(({ name, steps }) => [label(`fate${name}`), ...steps].join('\n')).join('\n')}
${endings}
</scenario>
`;
}

const label = (name: string): string => `<label id="${name}"/>`;

const message = (lines: readonly string[], body: readonly string[] = []): string =>
  `<![CDATA[\n${[...lines, 'Content-Length: [len]', '', ...body].join('\n')}\n]]>`;

const invited = ['[last_Via:]', 'From:[$from]', 'To:[$to];tag=[pid]-[call_number]', '[last_Call-ID:]'];
const inviteSequence = 'CSeq: [$sequence] INVITE';
const contact = 'Contact: <sip:[local_ip]:[local_port]>';

/** A provisional answer: 100 or 180. */
export const tell = (status: '100 Trying' | '180 Ringing'): string =>
  `<send>${message([`SIP/2.0 ${status}`, ...invited, inviteSequence, contact])}</send>`;

/** A final answer that refuses the call, and its end. */
export const refuse = (status: string, headers: readonly string[] = []): string =>
  `<send retrans="500">${message([`SIP/2.0 ${status}`, ...invited, inviteSequence, ...headers])}</send>
<recv request="ACK" next="end"/>`;

/** A final answer that names another number instead. */
export const redirect = (status: string, user: string): string =>
  refuse(status, [`Contact: <sip:${user}@[local_ip]:[local_port]>`]);

/** Waits for a CANCEL; when it has not come after so many milliseconds, what follows goes on. */
export const ring = (milliseconds: number, name: string): string =>
  `<recv request="CANCEL" next="canceled" timeout="${milliseconds}" ontimeout="${name}"/>
${label(name)}`;

/** Waits for a CANCEL forever. */
export const ringOn = '<recv request="CANCEL" next="canceled"/>';

/** Says nothing at all for a while; what comes meanwhile is heard only afterwards. */
export const keepQuiet = (milliseconds: number): string => `<pause milliseconds="${milliseconds}"/>`;

/** Answers when the caller gives up: the 200 of the INVITE crosses the CANCEL. */
export const answerTheCancel = `<recv request="CANCEL"/>
${okay('[last_CSeq:]')}
${accept('[media_port]')}
<recv request="ACK" next="holdOn"/>`;

/**
 * Answers the call. `sound`: a raw file that is sent once, or forever; null sends nothing at all, as a
 * telephone does whose line is dead.
 */
export const answer = (sound: { readonly file: string; readonly isForEver: boolean } | null): string =>
  `${accept(sound === null ? '[media_port]' : '[rtpstream_audio_port]')}
<recv request="CANCEL" optional="true" next="tooLate"/>
<recv request="ACK"/>${
    sound === null
      ? ''
      : `
<nop><action><exec rtp_stream="${sound.file},${sound.isForEver ? -1 : 1},0"/></action></nop>`
  }`;

/** Talks until the other side hangs up, or ourselves after so many milliseconds. */
export const talk = (milliseconds: number): string =>
  `<recv request="MESSAGE" optional="true" next="hangUp" timeout="${milliseconds}" ontimeout="hangUp"/>
<recv request="BYE" next="released"/>`;

/** Stays until the other side hangs up, or until it is told to. */
export const holdOn = '<nop next="holdOn"/>';

/** Hangs up at once. */
export const hangUp = '<nop next="hangUp"/>';

function accept(port: string): string {
  return `<send retrans="500">${message(
    ['SIP/2.0 200 OK', ...invited, inviteSequence, contact, 'Content-Type: application/sdp'],
    [
      'v=0',
      'o=lab [call_number] 1 IN IP4 [media_ip]',
      's=-',
      'c=IN IP4 [media_ip]',
      't=0 0',
      `m=audio ${port} RTP/AVP 0`,
      'a=rtpmap:0 PCMU/8000',
    ],
  )}</send>`;
}

/** The 200 for a request inside the call. */
function okay(sequence: string, next = ''): string {
  const lines = ['SIP/2.0 200 OK', '[last_Via:]', '[last_From:]', '[last_To:]', '[last_Call-ID:]', sequence];
  return `<send${next}>${message(lines)}</send>`;
}

const bye = message([
  'BYE [next_url] SIP/2.0',
  'Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]',
  'From:[$to];tag=[pid]-[call_number]',
  'To:[$from]',
  'Call-ID: [call_id]',
  'CSeq: 1 BYE',
  'Max-Forwards: 70',
]);

const endings = `<label id="tooLate"/>
${okay('[last_CSeq:]')}
<recv request="ACK"/>
<label id="holdOn"/>
<recv request="MESSAGE" optional="true" next="hangUp"/>
<recv request="BYE"/>
<label id="released"/>
${okay('[last_CSeq:]', ' next="end"')}
<label id="canceled"/>
${okay('[last_CSeq:]')}
${refuse('487 Request Terminated')}
<label id="hangUp"/>
<send retrans="500">${bye}</send>
<recv request="BYE" optional="true" next="released"/>
<recv response="200"/>
<label id="end"/>
<nop/>`;
