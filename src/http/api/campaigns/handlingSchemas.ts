// How calls are handled, as /api/v1 reads and shows it (core/handling.ts).
import { Type } from 'typebox';
import { flowCode } from '../../../api/fields.ts';

const weight = Type.Integer({
  minimum: 1,
  maximum: 100,
  description: 'When campaigns want more calls than the gateways can take, each gets a share by weight',
});
const reaction = Type.Union([
  Type.Literal('hangUp'),
  Type.Literal('leaveMessage'),
  Type.Literal('passOn', { description: 'The call goes on as if a person had answered' }),
]);
const flowCodeOrNull = Type.Union([flowCode, Type.Null()]);
const abandonmentFlowCode = Type.Union([flowCode, Type.Null()], {
  description: 'The flow that a person hears when no agent is there; null: the VDN’s',
});
const recording = Type.Boolean();

export const callHandling = Type.Object({
  weight,
  abandonmentFlowCode,
  machineDetection: Type.Union([
    Type.Object({ machine: reaction, unsure: reaction, messageFlowCode: flowCodeOrNull }),
    Type.Null(),
  ]),
  recording,
});

/** The ranges are those that core/handling.ts states. */
export const handlingPatch = {
  weight: Type.Optional(weight),
  abandonmentFlowCode: Type.Optional(abandonmentFlowCode),
  machineDetection: Type.Optional(
    Type.Union(
      [
        Type.Object(
          {
            machine: Type.Optional(reaction),
            unsure: Type.Optional(reaction),
            messageFlowCode: Type.Optional(flowCodeOrNull),
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ],
      {
        description:
          'null: every answer counts as a person. {} turns detection on: machine hangUp, unsure passOn. ' +
          'messageFlowCode names the flow for leaveMessage and is given only with it',
      },
    ),
  ),
  recording: Type.Optional(recording),
};
