// The public API: the stages as functions.

export { formatProblem, PressrunError, type Problem, type ProblemCode } from './problem.ts'
