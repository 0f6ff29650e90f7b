"""What every request passes on its way: who comes, what they may, how often, what is logged.

access      is it meant for this server, whose is it, may it pass
proxies     what a proxy in front says of a request
signing_in  by a session, by a password, by a proxy's header; login has the form
visitors    who is behind the request, for whatever answers it
turns       so many questions a minute, and so many at once
watch       sees what came of it; logs and metrics tell it, never what was asked
"""
