// The public API: the stages as functions, in the order in which a letter goes through them, and the data that each
// hands to the next. What is not here may change with any version. docs/api.md shows a whole send.

// Readers: a list in a file, and one from a record
export { type Keyring, keyring } from './audience/links.ts'
export { type ListRow, type RejectedRow, readList } from './audience/list.ts'
export { subscriberFrom } from './audience/record.ts'
export type { Subscriber } from './audience/subscriber.ts'
// The same in one: a project opened once, its letters made from their names; or written to build/
export { type BuildOptions, type Built, build } from './build/build.ts'
export { openPress, type Press, type Rendering } from './build/press.ts'
// Issue and RenderedIssue → Finding[]
export { type CheckInput, check, type Finding, type Level } from './check/check.ts'
// Message → Delivery → Report: planned, then applied; applied again, it goes on
export { type Applied, type ApplyInput, applyPlan, type Progress } from './delivery/apply.ts'
export { type Clock, steadyClock } from './delivery/clock.ts'
export { type ContentParts, letterParts } from './delivery/content.ts'
export { envelopeSender } from './delivery/envelope-sender.ts'
export { outboxTransport } from './delivery/outbox.ts'
export { type Plan, type PlanInput, planSend } from './delivery/plan.ts'
export { type RelayTransport, relayTransports } from './delivery/relay-transports.ts'
export { type Report, report } from './delivery/report/report.ts'
export type { Selection } from './delivery/selection.ts'
export { signingKey } from './delivery/signing.ts'
export type { Lane, Outcome, Reply, Transport } from './delivery/transport.ts'
// issues/x.yaml and what it points to → Issue
export { listIssues } from './issue/find.ts'
export type { Article, Interview, Issue } from './issue/issue.ts'
export { loadIssue } from './issue/load.ts'
// RenderedIssue × Subscriber → Message
export { type MakerInput, type MessageMaker, messageMaker } from './message/maker.ts'
export type { Message } from './message/message.ts'
// What every stage throws where the input is wrong.
export { formatProblem, PressrunError, type Problem, type ProblemCode } from './problem.ts'
// newsletter.yaml → Project. `Files` is the only door to a project's files.
export { type Files, projectFiles, type ReadEvent } from './project/files.ts'
export { findProject } from './project/find.ts'
export { loadProject } from './project/load.ts'
export type { Limits, Mailbox, Project, Secrets } from './project/project.ts'
// Issue → RenderedIssue: the letter for all readers, with slots left open
export { type RenderOptions, render } from './render/render.ts'
export type { RenderedImage, RenderedIssue } from './render/rendered.ts'
export type { Engine } from './store/engine.ts'
export { openStore } from './store/open.ts'
export { version } from './version.ts'
