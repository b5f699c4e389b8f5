// The look of a report: one column of ink and greys on paper, one accent, hairlines; also dark, small and printed.

export const STYLE = `
:root{color-scheme:light dark;--paper:#fcfcfb;--ink:#1b1b1a;--soft:#5b5a57;--line:#dedcd7;--accent:#a8371c;--wash:#f1efeb}
@media (prefers-color-scheme:dark){:root{--paper:#161615;--ink:#e9e7e2;--soft:#a3a09a;--line:#363532;--accent:#f0936f;--wash:#21201f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/24px system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:768px;margin:0 auto;padding:48px 24px 72px}
header{border-bottom:1px solid var(--line);padding-bottom:24px;margin-bottom:32px}
h1{font-size:28px;line-height:34px;font-weight:600;margin:4px 0 8px;text-wrap:balance}
h2{font-size:15px;line-height:24px;font-weight:600;margin:48px 0 8px}
p{margin:0 0 8px;max-width:65ch}
.soft,small,caption{color:var(--soft)}
.kicker{font-size:13px;color:var(--accent);margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(100px,1fr));gap:24px 16px;margin:0}
.figures div{border-top:1px solid var(--ink);padding-top:8px}
.figures dt{font-size:13px;color:var(--soft)}
.figures dd{margin:0;font-size:28px;line-height:36px;font-weight:500}
.figures .none dd{color:var(--soft)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:20px}
th{font-weight:500;font-size:13px;color:var(--soft);text-align:left;white-space:nowrap}
th,td{padding:6px 16px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right;white-space:nowrap}
td{white-space:nowrap}
td.words{white-space:normal;min-width:9em;overflow-wrap:anywhere}
tbody tr:last-child td{border-bottom:0}
.zero{color:var(--soft)}
svg{display:block;width:100%;height:auto;margin-top:8px}
svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
svg line{stroke:var(--line)}svg .top{stroke-dasharray:2 3}
svg .columns{fill:var(--accent)}
footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line);font-size:13px;color:var(--soft)}
@media (max-width:480px){main{padding:32px 20px 48px}h1{font-size:24px;line-height:30px}svg text{font-size:22px}svg .middle{display:none}td.words{min-width:7em}}
@media print{main{padding:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
`
