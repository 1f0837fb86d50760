// The command line as one tree of commands. Each command but `simulate` is a client of the HTTP
// interface: it needs no access to the database and works from any machine.
import { Command, CommanderError } from 'commander';
import type { Surroundings } from './command.ts';
import { addCampaignCommands } from './commands/campaigns.ts';
import { addExplanationCommands } from './commands/explanations.ts';
import { addImportCommands } from './commands/imports.ts';
import { addPeopleCommands } from './commands/people.ts';
import { addSignCommand } from './commands/sign.ts';
import { addSimulateCommand } from './commands/simulate.ts';
import { addSystemCommands } from './commands/system.ts';
import { addTenantCommands } from './commands/tenants.ts';
import { exitCodeOf, sentenceOf } from './failure.ts';

/**
 * Runs one command line (without node and script) and returns its exit code: 0 done, 1 refused or
 * failed, 2 not understood. Never throws.
 */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<0 | 1 | 2> {
  const { output } = surroundings;
  const program = new Command('campana')
    .description('Outbound campaigns from the command line.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.note(text.trimEnd()),
    })
    .showSuggestionAfterError();
  addTenantCommands(program, surroundings);
  addPeopleCommands(program, surroundings);
  addCampaignCommands(program, surroundings);
  addImportCommands(program, surroundings);
  addSignCommand(program, surroundings);
  addExplanationCommands(program, surroundings);
  addSimulateCommand(program, surroundings);
  addSystemCommands(program, surroundings);
  inherit(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // What commander did not understand it has said already; help asked for is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.note(sentenceOf(error));
    return exitCodeOf(error);
  }
}

/** Commands below the first level write and end as the program does. */
function inherit(command: Command): void {
  for (const below of command.commands) {
    below.copyInheritedSettings(command);
    inherit(below);
  }
}
