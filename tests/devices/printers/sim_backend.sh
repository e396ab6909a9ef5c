#!/bin/sh
# A CUPS backend that is a printer in a folder (the URI's path); files there are its troubles.
[ $# -eq 0 ] && { echo 'direct sim "Unknown" "Simulated"'; exit 0; }
dir="${DEVICE_URI#sim:}"
if [ -e "$dir/unplugged" ]; then
    echo "STATE: +offline-report" >&2
    echo "ERROR: printer is not connected" >&2
    exit 4
fi
[ -e "$dir/refuses" ] && { echo "ERROR: the printer refuses the job" >&2; exit 5; }
told=
while [ -e "$dir/paper-out" ]; do
    [ -z "$told" ] && { echo "STATE: +media-empty-error" >&2; echo "INFO: out of paper" >&2; told=1; }
    sleep 0.05
done
[ -n "$told" ] && echo "STATE: -media-empty-error" >&2
if [ $# -ge 6 ]; then cat "$6"; else cat; fi > "$dir/job-$1.pdf"
exit 0
