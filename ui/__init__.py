"""The desktop app: Qt windows over the events of `assistant`. No recognition happens here.

`runner` keeps an assistant listening on a thread of its own, `bridge` carries its events to the GUI thread and the
user's commands back; `state` holds what the screens show, without widgets; `widgets` and `screens` draw it.
"""
