// Words that say a piece is an interview, in headings, kickers and closing notes; and words that say it is a play.

/** The words themselves, wherever they stand in a short line. */
const INTERVIEW_WORDS =
  /\binterviews?\b|\bQ\s?(?:&|&amp;|and|\+)\s?A\b|\bin conversation\b|\bconversation with\b|\bquestions and answers\b|\b(?:five|four|six|seven|eight|ten|\d{1,2}) questions\b|\btalks? (?:to|with) us\b|\bwe (?:spoke|talked|sat down) (?:to|with)\b|\bentrevista|\bentretien\b|\binterviewt?e?\b|\bim gespräch\b|\bgespräch mit\b|\bpreguntas y respuestas\b|\bpropos recueillis\b|\bquestions[- ]réponses\b|인터뷰|일문일답|대담|문답|インタビュー|一問一答|対談|に聞く|聞き手|专访|專訪|对话|對話|访谈|訪談|采访|採訪|答问|حوار|مقابلة|لقاء مع|أسئلة وأجوبة/iu

/** A line that is the heading of an interview. */
const HEADING =
  /^(?:(?:the|an?|our|full|exclusive)\s+)*(?:interview|q\s?(?:&|and)\s?a|conversation|in conversation|questions? (?:and|&) answers?)\b|\b(?:interview|q\s?(?:&|and)\s?a|conversation) (?:between|with)\b|^(?:la |l['’]|une |una |das |ein )?(?:entrevista|entretien|interview|gespräch|conversación|preguntas y respuestas|questions[- ]réponses)\b|^[[【〈<(]?\s*(?:인터뷰|일문일답|대담|インタビュー|一問一答|対談|专访|專訪|对话|對話|访谈|訪談|حوار|مقابلة|نص (?:ال)?(?:حوار|مقابلة))|(?:일문일답|인터뷰 전문|の一問一答|インタビュー|专访实录|對話實錄|对话实录|采访实录)[\])】〉>]?[.。:：]?$/iu

export const mentionsInterview = (text: string): boolean => INTERVIEW_WORDS.test(text)

/** @param text of one line. A long one is prose that speaks of interviews. */
export const isInterviewHeading = (text: string): boolean =>
  text.length <= 180 && HEADING.test(text.trim())

const PLAY =
  /^(?:act|scene|akt|szene|acte|scène|acto|escena|prologue|epilogue|prolog|epilog)\s*(?:\d+|[IVX]+|one|two|three|[:.]|$)|^제?\s?\d+\s?(?:막|장)\b|^第[\d一二三四五六七八九十]+[幕場场]|^(?:INT|EXT)\.\s|^(?:curtain|blackout|fade (?:in|out)|exeunt|vorhang|rideau|telón|막이? 내린다|幕)\.?$|^[([（](?:enter|exit|exeunt|re-enter|lights|curtain|auftritt|abgang|entra|sale|entre|sort|등장|퇴장|登場|退場)\b|^(?:enter|exit|exeunt)\s\p{Lu}/iu

/** A script: scenes, entrances, exits. */
export function isPlay(texts: readonly string[]): boolean {
  return texts.filter((text) => text.length <= 120 && PLAY.test(text.trim())).length >= 2
}

/** What follows an interview and is no answer any more: how it was made, who asked, who this was. */
const CLOSING =
  /^[[(（*_※\s]*(?:this|the|our) (?:interview|conversation|transcript|q&a|exchange)s?\b.{0,80}\b(?:edited|condensed|conducted|translated|abridged|shortened|took place|transcribed|recorded|appeared)|^[[(（*_\s]*(?:edited|condensed|abridged|transcribed|translated|interviewed|recorded)\b.{0,60}\b(?:by|for|from|and)\b|^[[(（*_\s]*interview(?:ed)?(?: conducted)?(?: and \w+)? by\b|^[[(（*_\s]*(?:das (?:gespräch|interview) (?:führten?|fand)|die fragen stellten?|interview:|mit .{2,60} sprach|aufgezeichnet von)|^[[(（*_\s]*(?:propos recueillis|cet entretien|entretien réalisé|recueilli par|traduit par)|^[[(（*_\s]*(?:esta entrevista|entrevista (?:realizada|editada|condensada)|la entrevista (?:fue|se)|texto editado)|^[[(（*_※\s]*(?:이 인터뷰|인터뷰는|인터뷰\s?[=:]|정리\s?[=:·]|대담\s?[=:]|진행\s?[=:]|글\s?[=:·]|본 인터뷰)|^[[(（*_※\s]*(?:聞き手|構成|取材|このインタビュー|インタビューは|文・構成)|^[[(（*_※\s]*(?:本次?(?:采访|专访|访谈|對話|对话)|(?:采访|整理|撰文|采写)[:：／/]|文[／/]|以上内容)|^[[(（*_\s]*(?:أجرى (?:الحوار|المقابلة|اللقاء)|أجرت الحوار|حاوره|حاورته|حاورها)/iu

/** The same, in the second sentence of a note on who this was. */
const CLOSING_WITHIN =
  /略有删节|有删节）|經刪節|\bis (?:published by|out (?:now|on))\b|[.!?]\s+(?:this|the|our) (?:interview|conversation|transcript|q&a|exchange) (?:was|has been|took)\b/iu

export const isClosingNote = (text: string): boolean =>
  text.length <= 600 && (CLOSING.test(text.trim()) || CLOSING_WITHIN.test(text))

/** `Propos recueillis par Léa Morin`, `聞き手：佐藤 葵`: who asked, said after the interview or before it. */
const ASKED_BY =
  /(?:(?:interview(?:ed)?(?: conducted)?(?: and \w+)? by|questions by|die fragen stellten?|das (?:gespräch|interview) führten?|mit .{2,60} sprach|propos recueillis par|recueilli par|entretien réalisé par|entrevista(?: realizada)? por|أجر[ىت]ا? (?:الحوار|المقابلة)|حاوره|حاورته|حاورها)\s*[:：]?|(?:interview|interviewer(?:in)?|entrevistador[a]?|entrevista|entretien|인터뷰(?: 진행)?|진행|대담|聞き手|インタビュアー|インタビュー|取材|采访|採訪|采写)(?:・[\p{Script=Han}]{1,4})?\s*(?:[:：=＝／/]|は))\s*/iu

/** @returns the name of whoever asked, where the line says it. */
export function askedBy(text: string): string | undefined {
  const line = text.replace(/^[[(（*_※\s]+|[\])）*_.。\s]+$/g, '')
  const found = ASKED_BY.exec(line)
  if (!found || found.index > 60) return undefined
  const rest = line.slice(found.index + found[0].length)
  // `Interviewer: Why rainwater?` asks, and says nothing of who does.
  if (/[?？؟!！]/.test(rest)) return undefined
  const name =
    /^((?:(?!\s(?:and|for|in|on|at|und|et|y|le|am|en)\s)[^,.;:：。、，；()（）|·/／]){2,40})/iu
      .exec(rest)?.[1]
      ?.trim()
  if (!name || !/^[\p{Lu}\p{Lo}]/u.test(name)) return undefined
  return name.replace(/\s*(?:기자|記者|记者)$/u, '')
}
